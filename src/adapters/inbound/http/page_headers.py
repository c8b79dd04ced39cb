"""What every page for people carries, so that a browser does with it what was meant and no more."""


def page_headers(*sources: str) -> dict[str, str]:
    """The headers of a page that may load from these sources (directives of CSP level 3) and from nowhere else."""
    policy = ["default-src 'none'", *sources, "base-uri 'none'", "frame-ancestors 'none'"]
    return {
        "Content-Security-Policy": "; ".join(policy),
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
