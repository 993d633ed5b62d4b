"""Speed against its bars: `make bench`, or `python -m benchmarks`. The portal never imports this."""
