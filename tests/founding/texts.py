"""Founding texts for the tests: the real one as the newspaper's text came, and those of an invented city, which is a sample."""

from pathlib import Path

from portal import library
from tests import tiny

CONTENT = Path(__file__).parent.parent.parent / "content"
_ARCHIVE = CONTENT / "sources/2026-01-08-conference.txt"

# the real passage as it is archived, word for word
ARCHIVED = library.archive(tiny.source("sources/x.txt", _ARCHIVE.read_text("utf-8"))).text

# where the columns broke, and what stood between two of them
_BREAKS = ("中国杏花村国际\n\n\n\n图为市委经济工作会议会场。\n\n记者 王益炜 侯利军 摄\n\n酒业博览会",
           "持续壮大文旅产业,推进汾阳杏花\n\n村酒文旅",
           "推进老旧小区\n\n区、老旧街区", "推进矿山生态修复和采煤沉陷区治理,\n\n积极争取")


def _as_printed() -> str:
    text = ARCHIVED
    for broken in _BREAKS:
        first, last = broken.split("\n")[0], broken.split("\n")[-1]
        assert text.count(first + last) == 1
        text = text.replace(first + last, broken)
    return f"""\


2026年吕梁经济工作怎么干?

1月8日召开的市委经济工作会议明确指出,聚焦吕梁“十五五”时期经济社会发展总体定位,着力做大做强重点产业集群,更好统筹发展和安全,\
推动经济实现质的有效提升和量的合理增长。围绕这个总体目标,接续部署了20件大事要事。这20件大

事要事是吕梁加快推动高质量发展的具体抓手,是事关吕梁强动力、促转型、打基础、利长远的重要事项。(下转4版)

{text}

会议强调,要认真落实各项政策措施,推动一二三产协同发展,投资、消费、外贸进出口有效支撑,奋力夺取首季“开门红”。要统筹抓好岁末年初各项民生保障,\
扎实开展重点领域风险隐患排查整治,精准有序抓好烟花爆竹燃放管控,确保群众平安祥和过春节。

现职市领导同志出席会议。

市委召开县(市、区)委书记、市直工(党)委书记抓基层党建工作述职评议会

孙大军主持

本报讯(记者 李雅萍)1月8日,市委召开2025年度县(市、区)委书记、市直工(党)委书记抓基层党建工作述职评议会,对全市基层党建工作作出部署。
"""


# the page that it stood on, as it came
PRINTED = _as_printed()

# 云岭市 is invented: a work report with three levels of numbers, lines broken at one width, a page number
REPORT = """\
云岭市2031年政府工作报告（样例，城市是虚构的）

　　各位代表：
　　现在，我代表市政府作工作报告。

一、2030年工作回顾
　　过去一年，全市生产总值增长5.2%,一般公共预算收入增长3.1%。

二、2031年重点工作
(一)着力扩大有效投资
1.建设城南水厂。年底前完成取水泵站主体工程,铺设输水管道12公里,日供水能力达到8
万吨。(市水利局牵头，市住建局配合)
2.改造云岭大道。拓宽路面6.5公里,同步改造雨污管网,9月30日前通车。

　　　　　　　　- 3 -

(二)着力保障和改善民生
1. 扩充学位。新建小学2所、幼儿园3所,新增学位2400个。
2. 提升医疗服务。县医院新院区投入使用;推行检查结果互认，方便群众就医。
3. 加快老旧小区改造。改造老旧小区30个。到2031年底，惠及居民4500户。

　　各位代表！各级各部门要逐项明确牵头单位、责任单位和完成时限，每季度向社会公布进展，接受群众监督。
"""

# one paragraph of numbered items, broken in the middle of one
ERRANDS = """\
2031年云岭市民生实事项目(样例)
市政府确定,2031年办好10件民生实事:1.新建公办幼儿园5所,新增学位1500个;2.改造老旧小区30个;3.新建
改建农村公路120公里;4.为60岁以上老人免费接种流感疫苗;5.新增公共停车位2000个;6.建设口袋公园12处;\
7.改造农村厕所3000户;8.新建社区食堂20家，日均供餐3.5万份；9.开展职业技能培训1万人次;10.安装独立烟感报警器5000个。
各责任单位要制定路线图、时间表,明确完成时限,每月公示进展。
"""

SEMICOLONS = "会议要求，2031年重点抓好以下工作：加快建设城南水厂，年底前通水；改造云岭大道，九月底前通车；扩充小学学位。\n"

LINES = """\
云岭市2031年6项民生实事
新建公办幼儿园5所
改造老旧小区30个
新增公共停车位2000个
建设口袋公园12处
改造农村厕所3000户
安装烟感报警器5000个
"""

SPOKEN = "做好五方面工作。一是加快转型发展，建成投产项目20个；二是推进乡村振兴，建设高标准农田5万亩；三是办好人民满意的教育；\
四是守牢安全底线；五是建设法治政府。\n"

# headings with units behind them; the last has items of its own
PROJECTS = """\
　　一、实施交通畅通工程
　　完成环城公路建设。拓宽改造主干道3条,打通断头路5条。
　　责任单位：市交通运输局
　　二、实施碧水工程
　　新建污水处理厂1座。
　　责任单位：市生态环境局
　　三、实施暖民工程
　　（1）供热管网改造20公里。
　　（2）新增集中供热面积50万平方米。
　　责任单位：市住建局
"""

# rows of a table, as they come from a word processor
TABLE = """\
2031年云岭市3件民生实事（样例）
序号\t项目\t目标\t责任单位
1\t新建公办幼儿园\t5所\t市教育局
2\t改造老旧小区\t30个\t市住建局
3\t新增公共停车位\t2000个\t市城管局
"""
