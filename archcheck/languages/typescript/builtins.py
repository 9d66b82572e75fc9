"""What is there without being installed: the modules of Node and Bun, and modules that frameworks make up."""

NODE_MODULES = frozenset(
    (
        "_http_agent", "_http_client", "_http_common", "_http_incoming", "_http_outgoing", "_http_server",
        "_stream_duplex", "_stream_passthrough", "_stream_readable", "_stream_transform", "_stream_wrap",
        "_stream_writable", "_tls_common", "_tls_wrap", "assert", "async_hooks", "buffer", "child_process", "cluster",
        "console", "constants", "crypto", "dgram", "diagnostics_channel", "dns", "domain", "events", "fs", "http",
        "http2", "https", "inspector", "module", "net", "os", "path", "perf_hooks", "process", "punycode",
        "querystring", "readline", "repl", "stream", "string_decoder", "sys", "timers", "tls", "trace_events", "tty",
        "url", "util", "v8", "vm", "wasi", "worker_threads", "zlib",
    )
)  # fmt: skip
"""Modules that Node also finds without `node:` before them (`node:test` and `node:sqlite` need it)."""

NODE_SUBPATHS = frozenset(
    (
        "assert/strict", "dns/promises", "fs/promises", "inspector/promises", "path/posix", "path/win32",
        "readline/promises", "stream/consumers", "stream/promises", "stream/web", "timers/promises", "util/types",
    )
)  # fmt: skip

MADE_UP = (
    # (beginning or whole name, what provides it; "" when a plugin makes it during the build)
    ("$app/", "npm:@sveltejs/kit"),
    ("$env/", "npm:@sveltejs/kit"),
    ("$service-worker", "npm:@sveltejs/kit"),
    ("#imports", "npm:nuxt"),
    ("#app", "npm:nuxt"),
    ("#build", "npm:nuxt"),
    ("#components", "npm:nuxt"),
    ("#head", "npm:nuxt"),
    ("~icons/", "npm:unplugin-icons"),
    ("~pages", "npm:vite-plugin-pages"),
    ("~react-pages", "npm:vite-plugin-pages"),
    ("@theme/", ""),
    ("@theme-init/", ""),
    ("@theme-original/", ""),
    ("@generated/", ""),
    ("/@vite/", "npm:vite"),
    ("/@react-refresh", "npm:vite"),
    ("/@id/", "npm:vite"),
    ("\0", ""),
)
"""Modules that frameworks make up, as far as no file of the repository is meant."""

MADE_BY_SCHEME = {"astro": "npm:astro", "virtual": "", "sst": "npm:sst", "wxt": "npm:wxt"}
"""What provides the modules under a scheme of its own, such as `astro:content`."""

PLATFORM_SCHEMES = frozenset(("node", "bun", "cloudflare", "workerd"))
"""Schemes of what a platform brings along; `node:fs` is `std:node/fs`."""

FRAMEWORK_DIRECTORIES = frozenset(
    (".astro", ".expo", ".next", ".nuxt", ".output", ".react-router", ".svelte-kit", ".wxt", "+types")
)
"""Directories that frameworks fill during the build and that nobody commits."""


def is_node_module(specifier: str) -> bool:
    """Whether Node brings the module along; `specifier` has no `node:` before it."""
    return specifier in NODE_MODULES or specifier in NODE_SUBPATHS
