"""Whole rounds through the site as people make them, in a real Chromium before a real server with the demo business."""
