"""The benchmark's corpus (bench/corpus.py) is a portal like any other. Nothing is timed here."""

from pathlib import Path

from bench import corpus
from portal import judge, library, sources


def test_the_corpus_is_valid(tmp_path: Path) -> None:
    """Six tasks in two lists: no problem is found, and every task has the parts and records that the figures speak of."""
    corpus.make(6, tmp_path, lists=2)
    paths, found = sources.find(tmp_path)
    texts, unread = sources.read_all(tmp_path, paths)
    portal, wrong = library.load(texts, paths)
    assert portal is not None
    assert [*found, *unread, *wrong, *judge.judge(portal)] == []
    tasks = [task for year in portal.lists for task in year.tasks]
    shape = {(len(task.promise.measures), len(task.promise.targets), len(task.promise.milestones), len(task.records))
             for task in tasks}
    assert ([len(year.tasks) for year in portal.lists], shape) == ([3, 3], {(4, 3, 6, 4)})
    assert all(target.plan for task in tasks for target in task.promise.targets)
    assert all(task.explainer and 1400 < corpus.han(task.explainer.text) < 1800 for task in tasks)
