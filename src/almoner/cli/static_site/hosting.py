"""What a web host is told: which scripts may run, how long to keep a page, and who may read it."""

HEADERS = """\
# Read by Netlify, Cloudflare and others. For nginx, see docs/guide/static-site.md.
/*
  Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; \
img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'
  Cache-Control: public, no-cache
  Referrer-Policy: same-origin
  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
  Access-Control-Allow-Origin: *
"""

ROBOTS = """\
User-agent: *
Allow: /
"""

# By file, unless a page of ours is at that address.
FILES = {"_headers": HEADERS, "robots.txt": ROBOTS}
