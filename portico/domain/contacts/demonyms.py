"""How English sentences call what belongs to a country: "A Dutch postcode", "An Austrian VAT number"."""

from django.utils.translation import get_language

# Only the commonest; for the rest, and in every other language, sentences name the country itself.
_ADJECTIVES = {
    "AR": "an Argentinian", "AT": "an Austrian", "AU": "an Australian", "BE": "a Belgian",
    "BG": "a Bulgarian", "BR": "a Brazilian", "CA": "a Canadian", "CH": "a Swiss", "CL": "a Chilean",
    "CN": "a Chinese",
    "CO": "a Colombian", "CY": "a Cypriot", "CZ": "a Czech", "DE": "a German", "DK": "a Danish",
    "EE": "an Estonian", "ES": "a Spanish", "FI": "a Finnish", "FR": "a French", "GB": "a British",
    "GR": "a Greek", "HR": "a Croatian", "HU": "a Hungarian", "ID": "an Indonesian", "IE": "an Irish",
    "IL": "an Israeli", "IN": "an Indian", "IS": "an Icelandic", "IT": "an Italian", "JP": "a Japanese",
    "KR": "a South Korean", "LT": "a Lithuanian", "LU": "a Luxembourg", "LV": "a Latvian", "MT": "a Maltese",
    "MX": "a Mexican", "MY": "a Malaysian", "NL": "a Dutch", "NO": "a Norwegian", "NZ": "a New Zealand",
    "PL": "a Polish", "PT": "a Portuguese", "RO": "a Romanian", "RS": "a Serbian", "SE": "a Swedish",
    "SG": "a Singaporean", "SI": "a Slovenian", "SK": "a Slovak", "TH": "a Thai", "TR": "a Turkish",
    "TW": "a Taiwanese", "UA": "a Ukrainian", "US": "a US", "VN": "a Vietnamese", "ZA": "a South African",
}  # fmt: skip


def adjective(code: str) -> str:
    """Give "a Dutch" for NL when people read English now, else ""."""
    if not (get_language() or "en").startswith("en"):
        return ""
    return _ADJECTIVES.get(code, "")
