"""The engine: runs any flow that data describes. Pure and total: a key without meaning and an event out of place change
nothing; nothing but facts moves an incident, and `settle` is bounded.

How a flow is read (what whoever writes one may rely on):

- **Keys** of the stage, first wins: the standing questions (of the flow the incident began with and of the stage's own
  flow; in a covert stage only the latter's), then steps, then exits, then the common keys o (override), e (it began a
  minute earlier), x (entered in error), ? (why).
- **Steps**: DO is marked by its key and may be pressed again (each counts: "rejoin, attempt 2"). ASK gives its fact.
  MESSAGE copies the policy's text named `message`, through the gate. ATTEMPT: its key says "ringing now"; digits end
  the try (for their own `answers`, or `OUTCOMES` of the party). A digit without "ringing now" begins and ends it at
  once, but not within the gap. `per_person` goes on to the next emergency contact who may be rung. An emergency contact
  is never the same twice in one incident. An ATTEMPT with no `to` is the practitioner's own try to rejoin.
- **Routes**: those of the incident's first flow, then those of the stage's flow, then the stage's own. Of each list only
  the *first* whose guard holds counts: it blocks all below it, which is what makes it a precedence. A flow's route opens
  its target once for each answer: again only when one of the given facts that it names was given after the target was
  last entered. A stage's route opens at once whenever its guard holds. Routes and deadlines never lead to an outcome:
  a person decides.
- **Presets** (`Silent.after`) count from t0. **Deadlines** as their anchor says; AGREED is t0 plus the plan's wait, or
  where none was agreed the booked end; ATTEMPT_ENDED the newest ended try, none while one goes on.
- **Exits**: a stage of the same flow, an outcome of it, "flow.stage", a flow. `lost` (or sets back = yes) is the client
  coming back. While a *must* step that could be done is undone, an exit asks for a reason, except BACK.
- **Entering** a stage with `content = false` ends the session's content. A must that the gate makes impossible is marked
  "not possible: unsafe" when its stage is left.
"""
