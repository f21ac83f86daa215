"""HTML to lines: trafilatura says where the article is, the page itself says what stands there."""
