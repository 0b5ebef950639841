"""All code of the kit that runs inside a sandbox; the host starts it and never imports it."""
