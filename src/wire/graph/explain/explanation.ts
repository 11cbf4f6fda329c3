/** What is known of a code of Graph, of the calling service or of the sign-in service: one shape for all of them. */

export type Explanation = {
  /** What was asked about: `500/7112`, `HTTP 403`, `AADSTS7000215`. */
  readonly about: string;
  /** What happened, in one sentence for people. */
  readonly happened: string;
  /** Likely causes, the likeliest first. */
  readonly causes: readonly string[];
  /** What to do, the easiest first. */
  readonly remedies: readonly string[];
  /** Where this is known from. */
  readonly source: string;
};

/** A row of a table: what happened, likely causes, what to do. */
export type Row = readonly [happened: string, causes?: readonly string[] | undefined, remedies?: readonly string[] | undefined];

/** Where rows come from. What stands in none of these is not documented, and an explanation says so. */
export const sources = {
  callEnd: 'Graph docs, api/call-delete, “Call end reason codes”',
  transfer: 'Graph docs, api/call-transfer',
  acsServer: 'Azure Communication Services docs, troubleshooting codes; not documented for Graph, whose calls run on the same service',
  acsGeneric:
    'Azure Communication Services docs, Call Automation, generic subcodes; for Graph only some are documented or seen, and the service is the same',
  seen: 'seen on Graph; named by Azure Communication Services docs, Call Automation, generic subcodes',
  reports: 'public reports of bot authors; not documented',
  status: 'Graph docs, concepts/errors; RFC 9110',
  sip: 'RFC 3261 §21, whose status codes the calling service uses for the ends of calls',
  graph: 'Graph docs, concepts/errors and resource-error',
  entra: 'Entra docs, identity-platform/reference-error-codes',
  none: 'not documented',
} as const;

export function explanation(about: string, [happened, causes = [], remedies = []]: Row, source: string): Explanation {
  return { about, happened, causes, remedies, source };
}
