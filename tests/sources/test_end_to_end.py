"""`vitrina list` and `fetch` on recorded replies that a local server gives: paging, 429, block pages, all as one program."""
