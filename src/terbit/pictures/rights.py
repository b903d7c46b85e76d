"""Whose a picture is, how it was made, and what readers must be told about that."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    UNKNOWN = "unknown", _("Not known yet")
    OWN = "own", _("Our own")
    AGENCY = "agency", _("News or picture agency")
    HANDOUT = "handout", _("Handout or press release")
    PERMISSION = "permission", _("Used with permission")
    CC_BY = "cc-by", "Creative Commons BY"
    CC_BY_SA = "cc-by-sa", "Creative Commons BY-SA"
    CC_BY_ND = "cc-by-nd", "Creative Commons BY-ND"
    CC_BY_NC = "cc-by-nc", "Creative Commons BY-NC"
    CC_BY_NC_SA = "cc-by-nc-sa", "Creative Commons BY-NC-SA"
    CC_BY_NC_ND = "cc-by-nc-nd", "Creative Commons BY-NC-ND"
    CC_ZERO = "cc0", "Creative Commons Zero"
    PUBLIC_DOMAIN = "public-domain", _("Public domain")


class Treatment(models.TextChoices):
    """Kode Etik Jurnalistik 2: what is drawn, staged or altered is labelled as such."""

    PHOTOGRAPH = "", _("A photograph as taken")
    ILLUSTRATION = "illustration", _("An illustration")
    MANIPULATED = "manipulated", _("A manipulated or staged picture")


class DigitalSource(models.TextChoices):
    """IPTC's Digital Source Type; the values are the last part of its concept addresses.

    Source: http://cv.iptc.org/newscodes/digitalsourcetype/
    """

    UNKNOWN = "", _("Not known")
    DIGITAL_CAPTURE = "digitalCapture", _("Taken with a digital camera")
    COMPUTATIONAL_CAPTURE = "computationalCapture", _("Taken as several frames and merged by the camera")
    NEGATIVE_FILM = "negativeFilm", _("Scanned from a negative")
    POSITIVE_FILM = "positiveFilm", _("Scanned from a slide")
    PRINT = "print", _("Scanned from a print")
    SCREEN_CAPTURE = "screenCapture", _("A screenshot")
    VIRTUAL_RECORDING = "virtualRecording", _("Recorded in a virtual event")
    HUMAN_EDITS = "humanEdits", _("Edited by a person")
    COMPOSITE_CAPTURE = "compositeCapture", _("Composed of several photographs")
    COMPOSITE = "composite", _("Composed of several elements")
    DIGITAL_CREATION = "digitalCreation", _("Made by a person with software")
    DATA_DRIVEN_MEDIA = "dataDrivenMedia", _("Drawn from data")
    ALGORITHMIC_MEDIA = "algorithmicMedia", _("Made by a program without training data")
    ALGORITHMICALLY_ENHANCED = "algorithmicallyEnhanced", _("Enhanced by a program")
    COMPOSITE_SYNTHETIC = "compositeSynthetic", _("Composed, with synthetic elements")
    COMPOSITE_WITH_AI = "compositeWithTrainedAlgorithmicMedia", _("A photograph altered by generative AI")
    AI = "trainedAlgorithmicMedia", _("Made by generative AI")


# Codes IPTC has retired, which files still carry.
RETIRED_SOURCES = {
    "minorHumanEdits": DigitalSource.HUMAN_EDITS,
    "digitalArt": DigitalSource.DIGITAL_CREATION,
    "softwareImage": DigitalSource.DIGITAL_CREATION,
    "multiFrameComputationalCapture": DigitalSource.COMPUTATIONAL_CAPTURE,
}

# Peraturan Dewan Pers 1/2025 (5): what generative AI made or altered is labelled.
AI_SOURCES = frozenset({DigitalSource.AI, DigitalSource.COMPOSITE_WITH_AI, DigitalSource.COMPOSITE_SYNTHETIC})
