"""What the pages show, one module a page. `views` names the shapes, the others fill them."""
