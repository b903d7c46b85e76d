"""Terbit: a self-hosted news publishing system for newsrooms."""

__version__ = "0.1.0"
