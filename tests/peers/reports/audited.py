"""pip-audit's own writer, given findings that no network was asked for."""
import pathlib

from packaging.version import Version
from pip_audit._format import JsonFormat
from pip_audit._service import ResolvedDependency, SkippedDependency, VulnerabilityResult


def flaw(name, fixes):
    return VulnerabilityResult(id=name, description="", fix_versions=[Version(v) for v in fixes],
                               aliases=set())


found = {
    ResolvedDependency("jinja2", Version("3.1.2")): [flaw("PYSEC-1", ["3.1.3"]), flaw("PYSEC-2", [])],
    ResolvedDependency("pip", Version("23.2.1")): [],
    SkippedDependency("ours", "not found on PyPI"): [],
}
text = JsonFormat(output_desc=False, output_aliases=False).format(found, [])
pathlib.Path("audit.json").write_text(text, encoding="utf-8")
