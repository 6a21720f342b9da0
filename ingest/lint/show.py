"""How the findings are shown: one line each as compilers do, with the proof and what the errata say of it."""

from collections.abc import Iterator

from corpus.passages import Language, Localized
from ingest.lint.finding import CHECKS, Finding, LintReport

_STATUS = {
    "corrected": Localized(th="อยู่ใน errata แล้ว: ingest แก้ให้", en="in the errata: ingest puts it right"),
    "flagged": Localized(th="อยู่ใน errata แล้ว: คงไว้ตามเดิม", en="in the errata: it stays as it is"),
}


def lines(report: LintReport, language: Language) -> Iterator[str]:
    """Yield the lines of a report in one language."""
    for unread in report.unread:
        yield f"{unread.path}: {unread.reason.get(language)}"
    for finding in report.findings:
        yield _line(finding, language)
    yield _summary(report).get(language)


def _line(finding: Finding, language: Language) -> str:
    shown = f"{finding.file}:{finding.line}:{finding.column}: {CHECKS[finding.check].get(language)}: "
    shown += f"‘{finding.words}’ {finding.message.get(language)}"
    if finding.suggestion and finding.suggestion not in finding.message.get(language):
        shown += f" → {finding.suggestion}"
    if finding.proof:
        shown += f" ({finding.proof.get(language).removesuffix('.')})"
    if finding.erratum:
        shown += f" [{_STATUS[finding.erratum].get(language)}]"
    return shown


def _summary(report: LintReport) -> Localized:
    if not report.files:
        return Localized(
            th="ไม่มีไฟล์ทางการให้ตรวจ: ระบุ PATH หรือวางไฟล์ไว้ในโฟลเดอร์เอกสารทางการ",
            en="No official file to check: name a PATH, or put files into the official folder.",
        )
    files, found, left = len(report.files), len(report.findings), len(report.open)
    proved = sum(finding.proof is not None for finding in report.open)
    return Localized(
        th=f"ตรวจ {files} ไฟล์ พบ {found} แห่ง อยู่ใน errata แล้ว {found - left} แห่ง "
        f"เหลือ {left} แห่ง (พิสูจน์ได้ {proved} แห่ง)",
        en=f"{files} files checked, {found} findings: {found - left} in the errata, "
        f"{left} left ({proved} with proof).",
    )
