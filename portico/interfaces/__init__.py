"""Ways in and out: pages, files, and later the API and webhooks. They translate and decide nothing."""
