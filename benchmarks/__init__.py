"""Speed against its bars: `make bench`. The portal never imports this."""
