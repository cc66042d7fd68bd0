"""The files of others are the ones that the manifest names, and no others."""

import gzip
import json

import pytest

from tenfold.ui import vendor

PACKAGES = vendor.read_manifest()
FILES = {name: sha for package in PACKAGES for name, sha in package["files"].items()}


@pytest.mark.parametrize("name", sorted(FILES))
def test_vendored_file__is_there__has_the_hash_of_the_manifest(name: str) -> None:
    assert vendor.hash_file(path=vendor.FOLDER / name) == FILES[name]


def test_vendor_folder__holds__nothing_that_the_manifest_does_not_name() -> None:
    there = {
        path.relative_to(vendor.FOLDER).as_posix()
        for path in vendor.FOLDER.rglob("*")
        if path.is_file()
    }
    assert there == {*FILES, vendor.MANIFEST}


def test_manifest__names__exactly_what_was_ordered() -> None:
    ordered = {(one.package, one.version, one.licence) for one in vendor.ORDERS}
    assert ordered == {(one["name"], one["version"], one["licence"]) for one in PACKAGES}


def test_every_package__brings__its_licence() -> None:
    for package in PACKAGES:
        licences = [name for name in package["files"] if name.startswith("licences/")]
        assert licences, package["name"]
        assert package["licence"] in {"MIT", "0BSD", "ISC", "Apache-2.0", "BSD-3-Clause", "OFL-1.1"}


def test_scripts_and_styles__name__no_source_map() -> None:
    for name in FILES:
        if name.endswith((".css", ".js")):
            assert b"sourceMappingURL" not in (vendor.FOLDER / name).read_bytes(), name


def test_compressed_twin__of_a_script_or_style__holds_the_same() -> None:
    twins = [name for name in FILES if name.endswith(".gz")]
    assert len(twins) == sum(name.endswith((".css", ".js", ".json")) for name in FILES)
    for name in twins:
        plain = vendor.FOLDER / name.removesuffix(".gz")
        assert gzip.decompress((vendor.FOLDER / name).read_bytes()) == plain.read_bytes()


def test_without_source_map__takes_out__only_that_line() -> None:
    style = b"a{b:c}\n/*# sourceMappingURL=a.css.map */"
    script = b"let a;\n//# sourceMappingURL=a.js.map\n"
    assert vendor.without_source_map(style) == b"a{b:c}\n"
    assert vendor.without_source_map(script) == b"let a;\n"


def test_manifest__is__readable_json() -> None:
    text = (vendor.FOLDER / vendor.MANIFEST).read_text("utf-8")
    assert set(json.loads(text)) == {"packages"}


def test_every_bundle__is_made_of_packages__whose_licences_lie_beside_it() -> None:
    for bundle in vendor.BUNDLES:
        assert (vendor.ENTRIES / bundle.entry).is_file()
        assert bundle.file in FILES
        assert set(bundle.packages) <= {order.package for order in vendor.ORDERS}


def test_chart_library__carries_only_what_is_drawn__and_stays_smaller_than_the_ready_made_one() -> (
    None
):
    ready_made = 239_805  # echarts.common.min.js of 6.1.0, packed in the same way
    assert (vendor.FOLDER / "echarts.min.js.gz").stat().st_size < 0.9 * ready_made
