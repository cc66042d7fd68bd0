"""The shell: base templates, components, design tokens, vendored front-end files, and the manifest
with which a technique says what it offers the house."""
