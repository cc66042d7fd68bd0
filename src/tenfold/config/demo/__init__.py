"""The demo company: Nordlys Gifts, a small maker of gifts with a web shop.

`truth` holds every parameter, `simulation` turns them into two years of events, `company` fills a
new company with them, `live` keeps events coming while somebody looks, `start` is `tenfold demo`,
which becomes `config.serve_demo`. What is true of Nordlys Gifts is written down in
docs/explanation/demo-company.md, so that whatever Tenfold claims to find in the demo can be held
against what was put in.

    from tenfold.config.demo.simulation import simulate
    events = simulate(at=clock.now())        # {"web_shop": [Envelope, ...], "packing": [...], ...}
"""
