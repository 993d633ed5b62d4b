import re

from plotly.offline import get_plotlyjs_version

from portal.ui import vendoring


def test_no_bootstrap_class_is_missing_from_the_subset():
    """Missing ones come with `python -m portal.ui.vendoring --purge`."""
    missing = vendoring.bootstrap_classes() - vendoring.subset_classes()
    wrong = {
        f"{path.relative_to(vendoring.ROOT)}: {name}"
        for path, name in vendoring.class_uses()
        if name in missing
    }
    assert wrong == set()


def test_plotly_bundle_is_the_one_that_the_package_expects():
    head = vendoring.PLOTLY.read_text()[:300]
    assert f"v{get_plotlyjs_version()}" in head


def test_plotly_styles_cover_the_bundle():
    assert vendoring.PLOTLY_STYLES.read_text() == vendoring.plotly_styles(
        vendoring.PLOTLY.read_text()
    )


def test_vendored_files_name_no_source_map():
    for path in vendoring.VENDOR.glob("*.*s"):
        assert "sourceMappingURL=" not in path.read_text(), path


def test_each_library_has_its_licence():
    for name in ("bootstrap", "plotly"):
        assert "MIT" in (vendoring.VENDOR / f"{name}-LICENSE.txt").read_text()


def test_subset_is_light_and_without_data_images_in_use():
    subset = vendoring.SUBSET.read_text()
    assert len(subset) < 45_000
    assert "prefers-color-scheme" not in subset
    assert not re.search(r"@keyframes|@font-face", subset)


def test_class_uses_skips_template_tags():
    names = {name for _, name in vendoring.class_uses()}
    assert not any("{" in name or "%" in name for name in names)


def test_subset_keeps_element_rules_and_used_classes_only():
    css = "body{margin:0}.a,.b{color:red}.c .a{top:0}@media print{.b{top:0}}@keyframes x{to{top:0}}"
    assert vendoring.subset(css, {"a"}).splitlines()[1] == "body{margin:0}.a{color:red}"
