"""`qr.svg` beside each task page: its address as a QR code (ISO/IEC 18004:2015), for a telephone before paper or screen."""

import re
from urllib.parse import quote

QUIET = 4  # light modules on every side (6.3.8)
LEVEL = "m"  # restores some 15% (7.5.1): a fold, a stamp; segno takes a higher level where the symbol grows no larger

# A producer is to score all eight masks and take the best (7.8.3); that is four fifths of the work. A reader undoes whichever
# the format information names: of 1,200 turned, blurred and noisy pictures as many were read with the best mask as with the
# worst. This one, every third column, has the best mean score for addresses.
MASK = 2

_KEPT = "%:/?#[]@!$&'()*+,;="  # what is encoded already, and the reserved characters (RFC 3986, 2.1 and 2.2)
_FOREIGN_HOST = re.compile(r"[^@:]*[^\x00-\x7f@:][^@:]*")


def qr(url: str) -> bytes:
    """An SVG picture of an absolute address, one unit a module: black on a white of its own, to be read on any ground.

    The same bytes for the same address. ValueError for an address too long for a symbol (2,331 bytes).
    """
    import segno  # slow to import, and a portal that does not know its address has no codes

    rows = segno.make_qr(uri(url), error=LEVEL, mask=MASK).matrix
    size = len(rows) + 2 * QUIET
    path = "".join(f"M{QUIET} {y}.5{_strokes(row)}" for y, row in enumerate(rows, QUIET))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><title>本页地址的二维码</title>'
            f'<rect width="{size}" height="{size}" fill="#fff"/>'
            f'<path stroke="#000" shape-rendering="crispEdges" d="{path}"/></svg>\n').encode()


def uri(iri: str) -> str:
    """An absolute address in ASCII alone (RFC 3987, 3.1): the host's name in Punycode, all else percent-encoded UTF-8."""
    scheme, _, rest = iri.partition("://")
    host, slash, path = rest.partition("/")
    return quote(f"{scheme}://{_FOREIGN_HOST.sub(_punycode, host)}{slash}{path}", safe=_KEPT)


def _punycode(name: re.Match[str]) -> str:
    try:
        return name[0].encode("idna").decode()
    except UnicodeError:  # no domain name: percent-encoded like the rest
        return name[0]


def _strokes(row: bytes | bytearray) -> str:
    """One row of modules as strokes of a pen: dark runs are drawn, light ones stepped over."""
    runs = re.findall(rb"\x00+|\x01+", row.rstrip(b"\x00"))
    return "".join(f"h{len(run)}" if run[0] else f"m{len(run)} 0" for run in runs)
