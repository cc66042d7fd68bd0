"""Of alerts: what is watched for, when it has happened, what becomes of it, who is told when.

`conditions` says what an alert watches for, `windows` which periods it looks at and how often,
`judging` what each period says, `episodes` runs the state machine over them, `reconciling` compares
what it finds with the incidents that are written down, `handling` is what people do with those,
`telling` when they are told of, `recalling` how often it would have happened before. No rule here
knows a row, a clock or the log.
"""
