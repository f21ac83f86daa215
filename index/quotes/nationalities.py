"""Adjectives of countries, regions, faiths and parties: alone they name no person and no body."""

from __future__ import annotations

NATIONALITIES = frozenset(
    "African Afghan Albanian Algerian American Angolan Arab Arabic Argentine Argentinian Armenian Asian Australian Austrian Azerbaijani "
    "Bahraini Bangladeshi Belarusian Belgian Bolivian Bosnian Brazilian British Bulgarian Burmese Cambodian Cameroonian Canadian Catalan "
    "Chechen Chilean Chinese Colombian Congolese Croatian Cuban Cypriot Czech Danish Dutch Ecuadorian Egyptian Emirati English Eritrean "
    "Estonian Ethiopian European Filipino Finnish French Gambian Georgian German Ghanaian Greek Guatemalan Haitian Honduran Hungarian "
    "Icelandic Indian Indonesian Iranian Iraqi Irish Israeli Italian Ivorian Jamaican Japanese Jordanian Kazakh Kenyan Korean Kosovar "
    "Kurdish Kuwaiti Latino Latvian Lebanese Liberian Libyan Lithuanian Malaysian Malian Maltese Mexican Moldovan Mongolian Moroccan "
    "Nepalese Nicaraguan Nigerian Nordic Norwegian Omani Pakistani Palestinian Peruvian Polish Portuguese Qatari Romanian Russian Rwandan "
    "Saudi Scottish Senegalese Serbian Singaporean Slovak Slovenian Somali Spanish Sudanese Swedish Swiss Syrian Taiwanese Tanzanian Thai "
    "Tibetan Tunisian Turkish Ugandan Ukrainian Uruguayan Uzbek Venezuelan Vietnamese Welsh Yemeni Zambian Zimbabwean Western Eastern "
    "Northern Southern Muslim Islamic Jewish Hindu Catholic Protestant Sunni Shia Shiite Buddhist Republican Democratic Democrat Libertarian Tory Londoner Parisian Texan Californian".split()
)
_BEFORE = frozenset("North South East West Northern Southern Eastern Western Central Latin Saudi".split())


_MEMBERS = frozenset("Republican Democrat Libertarian".split())


def is_nationality(words: tuple[str, ...]) -> bool:
    """ "French", "South Korean", "New Yorker", "Lindow Democrat"."""
    if words == ("New", "Yorker") or words[-1] in _MEMBERS:
        return True
    return words[-1] in NATIONALITIES and all(w in _BEFORE for w in words[:-1])
