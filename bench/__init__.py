"""Measurements: ratios against something named, run side by side. Nothing here is a test."""
