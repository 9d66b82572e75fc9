"""The imports of a Python file: proved from its text where possible, parsed where not."""

from archcheck.core.facts import Diagnostic, Extracted, ImportFact, Source
from archcheck.languages.python.decoding import UndecodableError, decode
from archcheck.languages.python.parsing import parse_imports
from archcheck.languages.python.proving import prove_imports
from archcheck.languages.python.scanning import scan_imports


def extract_imports(source: Source) -> Extracted[ImportFact]:
    """Every import of one file, in order of place; `import a, b` is two of them.

    An undecodable file yields an `unparsable` diagnostic. What the running Python cannot parse is scanned, and yields
    its imports and a `syntax` diagnostic.
    """
    try:
        text = decode(source.content)
    except UndecodableError as error:
        return Extracted((), (Diagnostic(error.line, 1, "unparsable", error.message),))
    facts = prove_imports(text)
    if facts is not None:
        return Extracted(tuple(facts))
    parsed = parse_imports(text)
    if isinstance(parsed, Diagnostic):
        return Extracted(tuple(scan_imports(text)), (parsed,))
    return Extracted(tuple(parsed))
