"""The pure heart: facts, graph, selectors, rules, options, findings and the extension records. No I/O."""
