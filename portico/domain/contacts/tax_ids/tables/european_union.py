"""VAT numbers of the European Union, of Northern Ireland and of the One Stop Shop."""

from portico.domain.contacts.tax_ids.rows import VAT, Row, row


def _vat(country: str, local: str, example: str, *forms: str, lead: str = "") -> Row:
    lead = lead or country
    name = f"VAT: {local}" if local else "VAT"
    parts = (form.partition(" ") for form in forms)
    with_lead = (f"{lead}(?P<n>{pattern}) {module}" for pattern, _, module in parts)
    return row("eu_vat", country, VAT, name, example, *with_lead, ends=lead)


ROWS = (
    _vat("AT", "UID", "ATU12345675", r"U\d{7}(?P<c>\d) at.uid"),
    _vat("BE", "btw, TVA", "BE0123456749", r"[01]\d{7}(?P<c>\d{2}) be.vat"),
    _vat("BG", "ДДС", "BG123456786", r"\d{8,9}(?P<c>\d) bg.vat"),
    _vat("CY", "ΦΠΑ", "CY13145678Z", r"\d{8}(?P<c>[A-Z]) cy.vat"),
    # Birth numbers of nine digits, given before 1954, carry no check digit.
    _vat("CZ", "DIČ", "CZ12345679", r"(?:\d{8}|\d{10}|6\d{8}) cz.dic", r"[0-5]\d{8}"),
    _vat("DE", "USt-IdNr.", "DE123456788", r"\d{8}(?P<c>\d) de.vat"),
    _vat("DK", "CVR", "DK12345674", r"\d{8} dk.cvr"),
    _vat("EE", "KMKR", "EE123456780", r"\d{8}(?P<c>\d) ee.kmkr"),
    _vat("ES", "NIF-IVA", "ESA12345674", r"[A-Z0-9]\d{7}[A-Z0-9] es.nif"),
    _vat("FI", "ALV", "FI12345671", r"\d{7}(?P<c>\d) fi.alv"),
    _vat("FR", "TVA", "FR11123456782", r"(?P<c>[A-Z0-9]{2})\d{9} fr.tva"),
    _vat("GR", "ΑΦΜ", "EL123456783", r"\d{8}(?P<c>\d) gr.vat", lead="EL"),
    _vat("HR", "PDV, OIB", "HR12345678903", r"\d{10}(?P<c>\d) hr.oib"),
    _vat("HU", "ÁFA", "HU12345676", r"\d{7}(?P<c>\d) hu.anum"),
    _vat("IE", "", "IE1234567T", r"\d[A-Z0-9]\d{5}[A-Z]{1,2} ie.vat"),
    _vat("IT", "partita IVA", "IT12345670512", r"\d{10}(?P<c>\d) it.iva"),
    _vat("LT", "PVM", "LT123456715", r"(?:\d{9}|\d{12}) lt.pvm"),
    _vat("LU", "TVA", "LU12345613", r"\d{6}(?P<c>\d{2}) lu.tva"),
    _vat("LV", "PVN", "LV40123456783", r"\d{11} lv.pvn"),
    _vat("MT", "", "MT12345671", r"\d{6}(?P<c>\d{2}) mt.vat"),
    _vat("NL", "btw-id", "NL000099998B57", r"\d{9}B(?P<c>\d{2}) nl.btw"),
    _vat("PL", "NIP", "PL1234563218", r"\d{9}(?P<c>\d) pl.nip"),
    _vat("PT", "NIF", "PT123456789", r"\d{8}(?P<c>\d) pt.nif"),
    _vat("RO", "CIF", "RO1234567897", r"\d{2,10} ro.cui"),
    _vat("SE", "moms", "SE123456789701", r"\d{12} se.vat"),
    _vat("SI", "DDV", "SI12345679", r"\d{7}(?P<c>\d) si.ddv"),
    _vat("SK", "IČ DPH", "SK1234567895", r"\d{10} sk.dph"),
    row("eu_vat", "GB", VAT, "VAT: Northern Ireland, XI", "XI999999973",
        r"XI(?P<n>\d{7}(?P<c>\d{2})(?:\d{3})?) gb.vat", r"XI(?:GD[0-4]|HA[5-9])\d{2}", ends="XI"),
    # Its check digit is not published, and numbers from the United Kingdom still go round (EU826...).
    row("eu_oss_vat", "EU", VAT, "VAT: One Stop Shop", "EU528123456", r"EU\d{9}", ends="EU"),
)  # fmt: skip
