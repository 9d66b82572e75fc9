"""Files that tools find by their names: nobody imports them, and they may use what is there for development only."""

TOOL_FILES = (
    # Settings that are code, and what is run by name in a working copy.
    "**/{setup,conftest,noxfile,tasks,dodo,fabfile,SConstruct}.py",
    "**/docs/**/conf.py",
    "**/{*,.*}.{config,setup,workspace}.{js,cjs,mjs,ts,cts,mts}",
    "**/{.*rc,gulpfile,Gruntfile,gruntfile}.{js,cjs,mjs,ts,cts,mts}",
    "**/{vitest,jest,test}{-,.}setup.{js,cjs,mjs,jsx,ts,cts,mts,tsx}",
    "**/{setupTests,setup-tests,setupJest,setup-jest,setup-vitest}.{js,cjs,mjs,jsx,ts,cts,mts,tsx}",
    "**/{.storybook,.husky,cypress,playwright}/**",
    "**/*.{stories,story,bench}.{js,jsx,ts,tsx,mjs,mts}",
    "**/{magefile,tools}.go",
)
"""Globs of paths, whatever the language."""
