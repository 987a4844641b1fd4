"""Reads a chat out of a screenshot: areas → lines → words → bubbles → messages.

Offline and without a model of what any app looks like: a chat is text in flat areas that stand left or right of a
column, with times and dates around them. What an app does differently (no bubbles, names above, ticks) is found in the
picture itself. Measures are in work pixels: the picture scaled so that the text of messages is about 32 pixels high.
"""
