"""The list of F5 as it is with every flow there is: keys, titles and conditions of about the real length."""

from data.values.views import FlowChoice

FLOWS = tuple(
    FlowChoice(id_, key, title, use_when)
    for id_, key, title, use_when in (
        ("crisis", "F3", "Crisis", "Somebody may die or be badly hurt, now or soon."),
        ("safe-word", "F4", "Session", "The safe word was said or written."),
        ("signal", "s", "Signal for Help", "The hand sign for help was shown."),
        ("overheard", "p", "Someone came in", "Somebody else may hear, at either end."),
        ("ended-suddenly", "h", "Client ended suddenly", "The client left the call without a goodbye."),
        ("drop", "F2", "Connection dropped", "Picture or sound is gone and you did not end the call."),
        ("disclosure", "d", "Disclosure", "The client tells of abuse, or of danger to somebody."),
        ("overwhelm", "w", "Overwhelm", "It is too much for the client, or nothing is felt."),
        ("breach", "b", "Security breach", "Somebody had or may have had what is confidential."),
        ("poor-quality", "q", "Poor quality", "Sound or picture is too poor to follow."),
        ("late", "l", "Client is late", "The client is not there two minutes after the start."),
        ("client-moved", "m", "Client is somewhere else", "The client is not where they said, or moves."),
        ("cannot-go-on", "c", "Today cannot go on", "The platform is down, or you cannot go on."),
        ("complaint", "k", "Complaint", "The client wants to complain."),
    )
)
