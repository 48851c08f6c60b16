"""Artifacts -> site/: the new site appears whole or not at all, and what did not change is not touched.

Where a publication works (`site` stands for the output's name):

    .site.next/             the sibling, beside the output and so on its file system
      .portal-site          shows which mode a new file gets here (umask, access lists, file systems without modes)
      new/site/             the new tree; after a run the spare: links to the files of the site (below)
      old/site/             the standing tree, only in the gap between two renames (below)
    .portal/publish-*.lock  held from the first line to the last; the kernel frees it when the process ends, however

The system calls of a publication that replaces a site, in order (strace of `publish`, paths shortened):

    mkdir(".portal"), open(".portal/publish-….lock", O_RDWR|O_CREAT), flock(3, LOCK_EX|LOCK_NB)
    rename("site/.portal-absent", ".portal-absent") = ENOENT           EXDEV: another mount
    scandir("site") and below                                          what stands
    mkdir(".site.next"), mkdir(".site.next/new"), mkdir(".site.next/new/site")
    open(".site.next/.portal-site", O_CREAT|O_EXCL, 0666), fstat, close
    for each artifact:
      open("site/…", O_RDONLY), fstat, read, close                     the same bytes and mode? then nothing more yet
      open(".site.next/new/site/…", O_CREAT|O_EXCL, 0666), write, close
    -- nothing differs: the sibling is removed, the standing site was only read --
    link("site/…", ".site.next/new/site/…") for each unchanged file    the same inode, so the same mtime
    syncfs(".site.next")                                               all bytes are on disk
    renameat2(".site.next/new/site", "site", RENAME_EXCHANGE)          the new site stands
    fsync(".")                                                         and stands after a power failure
    unlink, rmdir: all of .site.next                                   the old site is gone

The spare. A run that knows what stands (cache.py: size and time of every file) need not link 20,000 files to change one.
When it ends, the sibling stays, whole: first as a tree of links to the new site, from then on as the tree that the exchange
has put aside. The next run brings it up to date (what the last run changed, and what this one does), and exchanges again:

    scandir(".site.next/new/site") and below                           is it the tree that was left? else it is made anew
    unlink(".site.next/new/site/…"), link("site/…", "….next/new/site/…")   what the last run changed
    unlink(".site.next/new/site/…"), open(O_CREAT|O_EXCL), write, close     what this run changes
    syncfs, renameat2, fsync(".")                                      as above; the old site is the spare now

A run that dies before the exchange leaves a spare that is not the tree that was left: the next one makes it anew.

What a kill -9, or an error, leaves, and what the next run makes of it:

    until the exchange         the old site, whole; a sibling with a part of the new one     the sibling is removed
    after the exchange         the new site, whole; a sibling with a part of the old one     the sibling is removed
    between two renames        no site; the old and the new one whole in the sibling         the old one is put back
    between names of a mount   each name old or new, whole (with two renames: one absent)    all names are replaced

Two renames. Where two folders cannot be exchanged in one call (Windows; file systems and kernels that do not know
it), the standing one is renamed to old/ and the new one to its place. For that moment there is no site: this gap
cannot be closed there. An error in it puts the old site back at once, a kill is healed by the next run.

Mount points. A mount point (a volume given to a container, say) cannot be renamed, and nothing outside it can be
renamed into it. Then the sibling's place is taken by `.portal-next` inside the output, and the names directly in the
output are exchanged one by one, the marker first. A reader can meet pages of two builds for some milliseconds, and
until the next run when the process is killed just there (or a name cannot be replaced): the remaining hole. Whoever
wants none mounts the parent folder. The same holds for those who only read: a web server that was given `site` itself
as a mount, or runs with `site` as its working folder, keeps the folder of before the exchange.

Power. One syncfs for all files before the exchange, not one fsync a file: without either, ext4 may make the exchange
durable and the files empty (delayed allocation; its protection knows renames of files, not of folders). 20,000 new
files of 20 KB cost 1 to 2 s so, and 20 s with an fsync each; one changed file among them 0.1 to 0.2 s. A failed syncfs
leaves the old site. macOS: sync() only begins to write; Windows: nothing is done; there a power failure can leave
empty files, which the next run sees and writes again, as it compares bytes.
Literature: https://danluu.com/deconstruct-files/, https://www.usenix.org/conference/atc20/presentation/rebello,
https://wiki.postgresql.org/wiki/Fsync_Errors, man 2 renameat2 and syncfs; the form follows FiloSottile/sunlight
internal/durable/path.go.

Not guarded: two projects (two .portal folders) that publish into one output at once; and someone who changes files in
the output during a run.
"""

import errno
import hashlib
import os
import stat
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from portal.artifact import Artifact, Kept, enter
from portal.stamps import Output, output, outputs

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

MARKER = ".portal-site"
_MARKER_TEXT = (
    "本文件夹由门户生成程序整体写出，每次构建都会整体替换：请勿在此修改或存放文件。不再需要时，可以把整个文件夹删除。\n"
    "This folder is written by the portal generator and replaced as a whole at every build: do not edit or keep\n"
    "anything here. The folder may be deleted at any time.\n"
).encode()
_INSIDE = ".portal-next"

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)

# renameat2 by number, for a C library that has no function of that name (musl before 1.2.6); 64-bit processes only.
_RENAMEAT2 = {"x86_64": 316, "aarch64": 276, "riscv64": 276, "loongarch64": 276, "ppc64le": 357, "s390x": 347}


class Refused(Exception):
    """The machine says no, or the output is not ours to replace: `reason` says what and what to do, in Chinese."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: files new or changed, files gone, files left as they were (the marker not counted).

    `outputs`: every file that stands, the marker among them; `spare`: of those in the sibling that
    differ, None where it has none.
    """

    written: int
    removed: int
    same: int
    outputs: Mapping[str, Output] = field(default_factory=dict, repr=False, compare=False)
    spare: Mapping[str, Output | None] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Known:
    """What the last publication left: as Published has it. All that stands is as it was left, or is written anew."""

    outputs: Mapping[str, Output]
    spare: Mapping[str, Output | None]


@dataclass(frozen=True, slots=True)
class Places:
    """Where a publication works; absolute paths without links."""

    output: str  # the site
    base: str  # the folder in which names are exchanged: the parent of the output, or the output where it is a mount
    work: str  # the sibling, a folder in base
    tree: str  # the new site
    kept: frozenset[str]  # names in the output that are not of the site


def publish(artifacts: Iterable[Artifact], output: Path, state: Path) -> Published:
    """Make `output` hold exactly `artifacts` and the marker, in one step; return what changed.

    `artifacts` is read once, as a stream: one artifact at a time is in memory. `output` is absent, empty, or carries
    the marker; a link to such a folder is followed once, and stays. `state` is the folder .portal/, for the lock.
    Parents are made. An unchanged file keeps its inode and mtime (a copy with its mtime where hard links fail); a file
    whose bytes or mode differ from what this run would write is written anew, so that an edit by hand in the output
    does not last. Where nothing differs, nothing in the output is touched.

    Raises Refused for what the person at the machine can mend, and ValueError for urls that leave the folder, are no
    file names on some system, or meet (twice the same, the same but for case, file and folder): faults of the program.
    What `artifacts` raises goes through, but for an OSError with a number, which is the machine's. In each of these
    cases the old site stays as it was, byte for byte. Two exceptions: a mount point (see the module's docstring), and
    an error after the exchange, when the new site stands.
    """
    with claimed(output, state) as places:
        return put(artifacts, places)


@contextmanager
def claimed(output: Path, state: Path) -> Iterator[Places]:
    """Hold an output, so that no other run writes it, and say what the machine says meanwhile as Refused."""
    try:
        target = resolved(output, state)
        with _locked(state, target):
            yield _places(target)
    except OSError as error:
        if error.errno is None:  # not the machine: jinja2.TemplateNotFound, for one, is an OSError
            raise
        raise Refused(_reason(error, str(output))) from error


def put(artifacts: Iterable[Artifact | Kept], places: Places, known: Known | None = None) -> Published:
    """As `publish`, in an output that is held. What is Kept stays as it stands, which `known` must tell.

    With `known`, the sibling that the last run left is brought up to date and exchanged with the site, so that the cost is
    that of what changed; without, or where the sibling is not as it was left, a new tree is made.
    """
    if known is None or places.base == places.output or not os.path.isdir(places.output):
        return _publish(artifacts, places)
    return _update(artifacts, places, known)


def exchange(one: str, other: str) -> bool:
    """Let two paths of one file system change places in one system call; False if that was not possible."""
    import ctypes  # here, since a run that changes nothing does not need it

    first, second, swap = os.fsencode(one), os.fsencode(other), ctypes.c_uint(2)  # RENAME_EXCHANGE, RENAME_SWAP
    code = -1
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        here = -100  # AT_FDCWD; both paths are absolute
        number = _RENAMEAT2.get(os.uname().machine) if sys.maxsize > 2**32 else None
        if hasattr(libc, "renameat2"):
            code = libc.renameat2(here, first, here, second, swap)
        elif number is not None:
            code = libc.syscall(number, here, first, here, second, swap)
    elif sys.platform == "darwin":
        libc = ctypes.CDLL(None, use_errno=True)
        if hasattr(libc, "renamex_np"):
            code = libc.renamex_np(first, second, swap)
    return code == 0


def flush(folder: str) -> None:
    """Wait until everything written to the file system of `folder` is on disk; OSError if it could not be written."""
    if sys.platform == "linux":
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        handle = os.open(folder, os.O_RDONLY)
        try:
            if libc.syncfs(handle) != 0:
                number = ctypes.get_errno()
                raise OSError(number, os.strerror(number), folder)
        finally:
            os.close(handle)
    elif sys.platform != "win32":
        os.sync()


def resolved(output: Path, state: Path) -> str:
    """The absolute path of the output, links resolved; Refused where no site can be."""
    target = os.path.realpath(output)
    if os.path.islink(output) and not os.path.isdir(target):
        raise Refused(f"输出位置 {output} 是一个链接，但它指向的 {target} 不是文件夹。"
                      "请先建好该文件夹，或删除这个链接。")
    if os.path.lexists(target) and not os.path.isdir(target):
        raise Refused(f"输出位置 {output} 是一个文件，不是文件夹。请用 --output 指定别的位置。")
    if Path(os.path.realpath(state)).is_relative_to(target):
        raise Refused(f"输出文件夹 {output} 里有本程序的工作文件夹 {state}。请用 --output 指定别的位置。")
    return target


@contextmanager
def _locked(state: Path, target: str) -> Iterator[None]:
    """Hold the lock of one output; Refused while another process (or another call here) holds it.

    The file stays: whoever removes a lock file takes it from the next one who waits at it.
    """
    os.makedirs(state, exist_ok=True)
    digest = hashlib.sha256(os.fsencode(os.path.normcase(target))).hexdigest()[:16]
    handle = os.open(os.path.join(state, f"publish-{digest}.lock"), os.O_RDWR | os.O_CREAT, 0o666)
    try:
        try:
            if sys.platform == "win32":
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError) as error:
            raise Refused(f"另一次构建正在写 {target}。请等它结束后再运行。") from error
        yield
    finally:
        os.close(handle)


def _places(target: str) -> Places:
    parent, name = os.path.split(target)
    if _is_mount(target, parent):
        work = os.path.join(target, _INSIDE)
        # lost+found stands in the root of every ext file system and cannot be moved by us.
        return Places(target, target, work, os.path.join(work, "new"), frozenset({_INSIDE, "lost+found"}))
    work = os.path.join(parent, f".{name}.next")
    return Places(target, parent, work, os.path.join(work, "new", name), frozenset())


def _is_mount(target: str, parent: str) -> bool:
    """Whether names cannot be moved between a folder and its parent.

    `ismount` does not see a bind mount from the same file system. But the kernel looks at the two mounts before it
    looks for the name to be renamed: a name that is not there tells, and nothing moves.
    """
    if not os.path.isdir(target):
        return False
    if os.path.ismount(target):
        return True
    try:
        os.rename(os.path.join(target, ".portal-absent"), os.path.join(parent, ".portal-absent"))
    except OSError as error:
        return error.errno == errno.EXDEV
    return False


def _publish(artifacts: Iterable[Artifact | Kept], places: Places) -> Published:
    _clear(places)
    _check_ours(places)
    try:
        published, unchanged, differs = _write(artifacts, places, _prepare(places))
        if differs:
            for url in unchanged:
                _carry_over(f"{places.output}/{url}", f"{places.tree}/{url}")
            flush(places.work)
            _replace(places)
            _sync_folder(places.base)
    except BaseException:
        with suppress(OSError):  # what cannot be cleared now, the next run clears
            _clear(places)
        raise
    try:
        _clear(places)
    except OSError as error:
        raise Refused(f"网站 {places.output} 已经写好，但多余的文件夹 {places.work} 删不掉（{error.strerror}）。"
                      "请把它删除。") from error
    return replace(published, outputs=outputs(places.output, places.kept))


def _update(artifacts: Iterable[Artifact | Kept], places: Places, known: Known) -> Published:
    """Write what is not Kept into the spare, and exchange it with the site."""
    _check_ours(places)
    spare = {url: at for url in {**known.outputs, **known.spare} if (at := known.spare.get(url, known.outputs.get(url)))}
    changed: dict[str, None] = {}
    urls = {MARKER}
    names: dict[str, str] = {}  # of what stands and of what is new, once something is
    meeting: list[Artifact] = []  # what meets something that stands: a file to be a folder, a name to be in other case
    ready = False
    try:
        for artifact in artifacts:
            if artifact.url in urls:
                raise ValueError(f"{artifact.url!r} meets itself")
            urls.add(artifact.url)
            if isinstance(artifact, Kept):
                _must_stand(artifact.url, known.outputs)
                continue
            before = known.outputs.get(artifact.url)
            if before and _same(f"{places.output}/{artifact.url}", artifact.data, stat.S_IMODE(before[2])):
                continue
            changed[artifact.url] = None
            if before is None:
                names = names or _entered(known.outputs)
                try:
                    enter(artifact.url, names)
                except ValueError:
                    meeting.append(artifact)
                    continue
            if not ready:
                ready = True
                _ready(places, known, spare)
            path = f"{places.tree}/{artifact.url}"
            with suppress(FileNotFoundError):
                os.unlink(path)
            _put(path, artifact.data)
        gone = [url for url in known.outputs if url not in urls]
        if not changed and not gone:
            return Published(0, 0, len(urls) - 1, known.outputs, known.spare)
        if meeting:
            _entered(urls)  # it met what is gone now, or raises
        if not ready:
            ready = True
            _ready(places, known, spare)
        for url in gone:
            _remove(places.tree, url)
        for artifact in meeting:
            _put(f"{places.tree}/{artifact.url}", artifact.data)
        found = {url: output(f"{places.tree}/{url}") for url in changed}
        flush(places.work)
        _replace(places)
        _sync_folder(places.base)
        _put_aside(places)
    except BaseException:
        with suppress(OSError):  # what cannot be cleared now, the next run clears
            if ready:
                _clear(places)
        raise
    stand = {url: found.get(url) or known.outputs[url] for url in urls}
    left = {url: known.outputs.get(url) for url in (*changed, *gone)}
    return Published(len(changed), len(gone), len(urls) - 1 - len(changed), stand, left)


def _entered(urls: Iterable[str]) -> dict[str, str]:
    """The names of a site (artifact.py); raises ValueError where two meet."""
    names: dict[str, str] = {}
    for url in sorted(urls):
        enter(url, names)
    return names


def _ready(places: Places, known: Known, spare: Mapping[str, Output]) -> None:
    """Make the sibling the tree that stands: bring the spare up to date, or make it of links."""
    if (os.path.isdir(places.tree) and set(os.listdir(places.work)) == {"new", MARKER}
            and os.listdir(os.path.join(places.work, "new")) == [os.path.basename(places.tree)] and outputs(places.tree) == spare):
        for url, was in known.spare.items():
            if was is not None:
                _remove(places.tree, url)
        for url in filter(known.outputs.__contains__, known.spare):  # when the others are gone: a file may have become a folder
            _carry_over(f"{places.output}/{url}", f"{places.tree}/{url}")
        return
    _clear(places)
    _prepare(places)
    for url in known.outputs:
        _carry_over(f"{places.output}/{url}", f"{places.tree}/{url}")


def _must_stand(url: str, standing: Container[str]) -> None:
    """Say that a file is kept which is not there: else the site would have a hole."""
    if url not in standing:
        raise ValueError(f"kept, but it does not stand: {url!r}")


def spread(places: Places, published: Published) -> None:
    """Leave a spare for the next run: a tree of links to what stands. Nothing where there can be none."""
    if places.base == places.output or os.path.lexists(places.work):
        return
    try:
        _prepare(places)
        for url in published.outputs:
            _carry_over(f"{places.output}/{url}", f"{places.tree}/{url}")
    except OSError:  # the next run makes it, or works without
        with suppress(OSError):
            _clear(places)


def refresh(artifacts: Iterable[Artifact | Kept], folder: Path, wrote: Callable[[str], None] = lambda url: None,
            before: Mapping[str, Output] | None = None) -> Published:
    """Make a folder of our own hold the artifacts, file by file: each is old or new, whole; for who looks at them meanwhile.

    `wrote` hears of each file as it stands there; `before`: what stands, where the caller has looked. Raises OSError. What is
    Kept stays as it stands.
    """
    before = outputs(str(folder)) if before is None else before
    found: dict[str, Output] = {}
    urls: set[str] = set()
    names: dict[str, str] = {}  # of what stands and of what is new, once something is
    meeting: list[Artifact] = []  # as in _update

    def write(artifact: Artifact) -> None:
        path = f"{folder}/{artifact.url}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(f"{path}.new", "wb") as file:
            file.write(artifact.data)
        os.replace(f"{path}.new", path)
        found[artifact.url] = output(path)
        wrote(artifact.url)

    for artifact in artifacts:
        urls.add(artifact.url)
        if isinstance(artifact, Kept):
            _must_stand(artifact.url, before)
            continue
        at = before.get(artifact.url)
        if at and _same(f"{folder}/{artifact.url}", artifact.data, stat.S_IMODE(at[2])):
            continue
        if at is None:
            for url in before if not names else ():
                with suppress(ValueError):  # a name that somebody else has put there
                    enter(url, names)
            try:
                enter(artifact.url, names)
            except ValueError:
                meeting.append(artifact)
                continue
        write(artifact)
    if meeting:
        _entered(urls)
    gone = before.keys() - urls
    for url in gone:
        _remove(str(folder), url)
    for artifact in meeting:
        write(artifact)
    return Published(len(found), len(gone), len(urls) - len(found), {url: found.get(url) or before[url] for url in urls})


def _put_aside(places: Places) -> None:
    """After two renames the old site stands in old/: it is the spare now."""
    old = os.path.join(places.work, "old")
    if os.path.isdir(old):
        os.rename(os.path.join(old, os.path.basename(places.output)), places.tree)
        os.rmdir(old)


def _remove(tree: str, url: str) -> None:
    """Remove a file of a tree, if it is there, and the folders that are empty then."""
    with suppress(FileNotFoundError):
        os.unlink(f"{tree}/{url}")
    folder = url.rpartition("/")[0]
    while folder:
        try:
            os.rmdir(f"{tree}/{folder}")
        except OSError:
            return
        folder = folder.rpartition("/")[0]


def _clear(places: Places) -> None:
    """Put back a site that stands in the gap between two renames, and remove the sibling."""
    work, old = places.work, os.path.join(places.work, "old")
    if not os.path.lexists(work):
        return
    if os.path.islink(work) or not os.path.isdir(work) or set(os.listdir(work)) - {"new", "old", MARKER}:
        raise Refused(f"构建需要临时文件夹 {work}，但那里已有别的东西。请把它移走或改名。")
    if os.path.isdir(old):
        for name in os.listdir(old):
            if not os.path.lexists(os.path.join(places.base, name)):
                os.rename(os.path.join(old, name), os.path.join(places.base, name))
    import shutil  # a run that changes little does not need it, and it is slow to import

    shutil.rmtree(work)


def _check_ours(places: Places) -> None:
    """Refuse an output with content that is not a site of ours: publishing would delete it."""
    output = places.output
    if not os.path.isdir(output) or not set(os.listdir(output)) - places.kept:
        return
    if not os.path.isfile(os.path.join(output, MARKER)):
        raise Refused(f"输出文件夹 {output} 里有不是本程序生成的内容（没有 {MARKER} 文件），为免误删，没有写入。"
                      "请清空它，或用 --output 指定别的文件夹。")


def _prepare(places: Places) -> int:
    """Make the sibling; return the mode of a new file there."""
    os.makedirs(places.tree)
    handle = os.open(os.path.join(places.work, MARKER), _CREATE, 0o666)
    try:
        mode = stat.S_IMODE(os.fstat(handle).st_mode)
    finally:
        os.close(handle)
    return mode


def _write(artifacts: Iterable[Artifact | Kept], places: Places, mode: int) -> tuple[Published, list[str], bool]:
    """Write into the new tree what the standing site has not; also return the urls it has, and whether they differ."""
    files, folders, others = _standing(places)
    names: dict[str, str] = {}  # how a careless file system sees a name -> the name; of a folder with `/`
    unchanged: list[str] = []
    written = 0
    for artifact in chain([Artifact(MARKER, _MARKER_TEXT)], artifacts):
        url = artifact.url
        enter(url, names)
        if isinstance(artifact, Kept):
            _must_stand(url, files)
            unchanged.append(url)
            continue
        data = artifact.data
        if url in files and _same(f"{places.output}/{url}", data, mode):
            unchanged.append(url)
            continue
        _put(f"{places.tree}/{url}", data)
        written += 1
    removed = len((files | others).difference(names.values()))
    differs = bool(written or removed) or folders != {name[:-1] for name in names.values() if name.endswith("/")}
    marked = MARKER in unchanged[:1]
    return Published(written - (not marked), removed, len(unchanged) - marked), unchanged, differs


def _standing(places: Places) -> tuple[set[str], set[str], set[str]]:
    """The urls of the files, the folders, and all other things (links are not followed) of the standing site."""
    files: set[str] = set()
    folders: set[str] = set()
    others: set[str] = set()
    waiting = [""] if os.path.isdir(places.output) else []
    while waiting:
        folder = waiting.pop()
        with os.scandir(f"{places.output}/{folder}") as entries:
            for entry in entries:
                url = folder + entry.name
                if url in places.kept:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.add(url)
                    waiting.append(url + "/")
                elif entry.is_file(follow_symlinks=False):
                    files.add(url)
                else:
                    others.add(url)
    return files, folders, others


def _same(path: str, data: bytes, mode: int) -> bool:
    """Whether a standing file is what would be written; one that cannot be read is not."""
    try:
        handle = os.open(path, _READ)
    except OSError:
        return False
    try:
        status = os.fstat(handle)
        return (status.st_size == len(data) and stat.S_IMODE(status.st_mode) == mode
                and os.read(handle, len(data) + 1) == data)
    except OSError:
        return False
    finally:
        os.close(handle)


def _put(path: str, data: bytes) -> None:
    """Write a new file and, where it is the first of its folder, the folder."""
    try:
        handle = os.open(path, _CREATE, 0o666)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        handle = os.open(path, _CREATE, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest):]
    finally:
        os.close(handle)


def _carry_over(source: str, target: str) -> None:
    """Let an unchanged file stand in the new tree too: a hard link, or a copy with its mtime."""
    try:
        try:
            os.link(source, target)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.link(source, target)
    except OSError:
        with open(source, "rb") as file:
            status = os.fstat(file.fileno())
            _put(target, file.read())
        os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))


def _replace(places: Places) -> None:
    """Exchange the site, or in a mount point each name in it, with the new one; the old stands in the sibling then."""
    base, new, old = places.base, os.path.join(places.work, "new"), os.path.join(places.work, "old")
    names = sorted(os.listdir(new), key=lambda name: (name != MARKER, name))
    for name in names:
        fresh, place = os.path.join(new, name), os.path.join(base, name)
        if not os.path.lexists(place):
            os.rename(fresh, place)
        elif not exchange(fresh, place):
            os.makedirs(old, exist_ok=True)
            os.rename(place, os.path.join(old, name))
            os.rename(fresh, place)
    if base == places.output:
        for name in sorted(set(os.listdir(base)).difference(names, places.kept)):
            os.rename(os.path.join(base, name), os.path.join(new, name))


def _sync_folder(folder: str) -> None:
    """Wait until the names in a folder are on disk (Windows cannot open a folder)."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _reason(error: OSError, output: str) -> str:
    """Say an error of the machine in Chinese: where, what, and what to do."""
    place = error.filename if isinstance(error.filename, str) else output
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return f"磁盘已满或超出配额，写不下 {place}。请腾出空间后再运行。"
        case errno.EACCES | errno.EPERM:
            return (f"没有权限写 {place}，或它正被别的程序占用。"
                    "请检查所有者和权限，关闭占用它的程序，或用 --output 指定别的位置。")
        case errno.EROFS:
            return f"{place} 所在的磁盘是只读的。请用 --output 指定别的位置。"
        case errno.EXDEV | errno.EBUSY:
            return (f"系统不允许替换 {place}（可能是容器镜像里自带的文件夹，或其中还有挂载点）。"
                    f"请删除 {output} 后再运行，或用 --output 指定别的位置。")
        case errno.ENAMETOOLONG:
            return f"文件名太长：{place}。请把任务文件夹的名字改短。"
        case errno.ECHILD:  # crew.py
            return "一个分担工作的进程被系统结束了，多半是内存不够。请关掉一些别的程序后再运行；build 还可以加 --jobs 1。"
        case errno.ENOLCK:
            return f"{place} 所在的磁盘不支持文件锁。请把项目放到本机磁盘上再运行。"
    return f"读写 {place} 时出错：{error.strerror}。"
