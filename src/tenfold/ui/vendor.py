"""The front-end files of others that Tenfold carries along, so that a page needs no other server.

    python -m tenfold.ui.vendor          fetches them anew with npm and writes the manifest

`ORDERS` says which package, which version, and which of its files. A package that is too large to be
carried whole is built: `BUNDLES` says from which entry in `bundles/`, and out of which packages; the
licences of all that ends up in it are ordered, too. What a page needs in another form is made anew:
the world's countries as paths, the font as a file that Pillow reads. `manifest.json`, beside the
files, says what is there: name, version, licence and the SHA-256 of each file. A test compares the
two. To update: change the version here, run the command, look at every page, commit.
"""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tenfold.ui import world

FOLDER = Path(__file__).parent / "static/ui/vendor"
ENTRIES = Path(__file__).parent / "bundles"
ESBUILD = "esbuild@0.28.2"
MANIFEST = "manifest.json"
COMPRESSED = frozenset({".css", ".js", ".json"})
_SOURCE_MAP = re.compile(rb"\n?(/\*|//)# sourceMappingURL=[^\n*]*(\*/)?\s*")

MIT = """\
Copyright 2018-2026 The Tabler Authors
Copyright 2018-2026 codecalm.net Paweł Kuna

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


@dataclass(frozen=True)
class Order:
    """One package: `files` maps its paths to the names that they get here.

    `licence_text` is given where the package carries no licence file of its own.
    `made` says by name what is made of files of the package: of which, and by which function.
    """

    package: str
    version: str
    licence: str
    files: dict[str, str]
    licence_text: str = ""
    made: dict[str, "Made"] = field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """A file that is made of some of a package's: their contents go into `by`, in this order."""

    of: tuple[str, ...]
    by: Callable[[list[bytes]], bytes]


@dataclass(frozen=True)
class Bundle:
    """One script built from several packages; `entry` in `bundles/` says which parts.

    `name` is the global through which pages reach what the entry exports.
    """

    name: str
    entry: str
    file: str
    packages: tuple[str, ...]


def _inter_file(subset: str) -> str:
    return f"files/inter-{subset}-wght-normal.woff2"


def _inter(subset: str) -> tuple[str, str]:
    return _inter_file(subset), f"inter-{subset}.woff2"


def _world(contents: list[bytes]) -> bytes:
    drawn = world.draw_world(topology=json.loads(contents[0]))
    return json.dumps(drawn, separators=(",", ":")).encode()


def _font(weight: int) -> Made:
    """The web's font is in pieces and of every weight; a picture without a browser needs one file."""

    def by(contents: list[bytes]) -> bytes:
        from tenfold.ui.typeface import cast_font

        return cast_font(pieces=contents, weight=weight)

    return Made(of=tuple(map(_inter_file, SCRIPTS)), by=by)


SCRIPTS = ("latin", "latin-ext", "greek", "cyrillic")


ORDERS = (
    Order(
        package="@tabler/core",
        version="1.6.1",
        licence="MIT",
        files={"dist/css/tabler.min.css": "tabler.min.css"},
        licence_text=MIT,
    ),
    Order(
        package="htmx.org",
        version="2.0.11",
        licence="0BSD",
        files={"dist/htmx.min.js": "htmx.min.js", "LICENSE": "licences/htmx.txt"},
    ),
    Order(
        package="echarts",
        version="6.1.0",
        licence="Apache-2.0",
        files={
            "LICENSE": "licences/echarts.txt",
            "NOTICE": "licences/echarts-notice.txt",
            "licenses/LICENSE-d3": "licences/echarts-d3.txt",
        },
    ),
    Order(
        package="zrender",
        version="6.1.0",
        licence="BSD-3-Clause",
        files={"LICENSE": "licences/zrender.txt"},
    ),
    Order(
        package="tslib",
        version="2.3.0",
        licence="0BSD",
        files={"LICENSE.txt": "licences/tslib.txt"},
    ),
    Order(
        package="@fontsource-variable/inter",
        version="5.3.0",
        licence="OFL-1.1",
        files={
            **dict(map(_inter, SCRIPTS)),
            "LICENSE": "licences/inter.txt",
        },
        made={"inter-400.ttf": _font(400), "inter-600.ttf": _font(600)},
    ),
    Order(
        package="world-atlas",
        version="2.0.2",
        licence="ISC",
        files={"LICENSE": "licences/world-atlas.txt"},
        made={"world.json": Made(of=("countries-50m.json",), by=_world)},
    ),
)

BUNDLES = (
    Bundle(
        name="echarts",
        entry="echarts.js",
        file="echarts.min.js",
        packages=("echarts", "zrender", "tslib"),
    ),
)


def without_source_map(content: bytes) -> bytes:
    """Return a script or style sheet without the line that names a source map nobody ships."""
    return _SOURCE_MAP.sub(b"\n", content)


def hash_file(*, path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_manifest() -> list[dict[str, Any]]:
    """Return what the manifest says: one entry a package, `files` mapping names to SHA-256."""
    packages: list[dict[str, Any]] = json.loads((FOLDER / MANIFEST).read_text("utf-8"))["packages"]
    return packages


def fetch(*, order: Order, into: Path) -> dict[str, str]:
    """Fetch one package with npm, write its files into `into`, return name -> SHA-256."""
    with tempfile.TemporaryDirectory() as folder:
        order_name = f"{order.package}@{order.version}"
        packed = _run("npm", "pack", "--silent", order_name, folder=folder).split()[-1]
        with tarfile.open(Path(folder) / packed) as archive:
            archive.extractall(folder, filter="data")
        contents = {
            name: (Path(folder) / "package" / path).read_bytes()
            for path, name in order.files.items()
        }
        contents |= _make(order, Path(folder) / "package")
    if order.licence_text:
        stem = order.package.split("/")[0].strip("@")
        contents[f"licences/{stem}.txt"] = order.licence_text.encode()
    return {
        written.relative_to(into).as_posix(): hash_file(path=written)
        for name, content in sorted(contents.items())
        for written in _write(content, into / name)
    }


def _make(order: Order, package: Path) -> dict[str, bytes]:
    return {
        name: made.by([(package / path).read_bytes() for path in made.of])
        for name, made in order.made.items()
    }


def build(*, bundle: Bundle, into: Path) -> dict[str, str]:
    """Build one bundle with npm and esbuild, write it into `into`, return name -> SHA-256.

    Every package has the version of its order, so that the same bytes come out each time.
    """
    versions = {order.package: order.version for order in ORDERS}
    wanted = [f"{package}@{versions[package]}" for package in bundle.packages]
    with tempfile.TemporaryDirectory() as folder:
        _run("npm", "install", "--silent", "--ignore-scripts", *wanted, ESBUILD, folder=folder)
        shutil.copy(ENTRIES / bundle.entry, folder)
        built = Path(folder) / "built.js"
        flags = ("--bundle", "--minify", "--format=iife", "--target=es2020")
        quiet = ("--legal-comments=none", "--log-level=error")
        names = (f"--global-name={bundle.name}", f"--outfile={built}")
        _run("npx", "esbuild", bundle.entry, *flags, *quiet, *names, folder=folder)
        written = _write(built.read_bytes(), into / bundle.file)
    return {path.relative_to(into).as_posix(): hash_file(path=path) for path in written}


def _run(*command: str, folder: str) -> str:
    return subprocess.run(  # noqa: S603  literal names, versions and flags
        command, cwd=folder, check=True, capture_output=True, text=True
    ).stdout


def _write(content: bytes, path: Path) -> tuple[Path, ...]:
    """Scripts, styles and maps get a compressed twin, which the server sends to whoever takes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix not in COMPRESSED:
        path.write_bytes(content)
        return (path,)
    shown = without_source_map(content)
    path.write_bytes(shown)
    twin = path.with_name(f"{path.name}.gz")
    twin.write_bytes(gzip.compress(shown, compresslevel=9, mtime=0))
    return path, twin


def main() -> int:
    """Fetch every order anew, build every bundle, and write the manifest."""
    built = {one.packages[0]: build(bundle=one, into=FOLDER) for one in BUNDLES}
    packages = [
        {
            "name": order.package,
            "version": order.version,
            "licence": order.licence,
            "files": {**built.get(order.package, {}), **fetch(order=order, into=FOLDER)},
        }
        for order in ORDERS
    ]
    text = json.dumps({"packages": packages}, indent=2, ensure_ascii=False)
    (FOLDER / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
