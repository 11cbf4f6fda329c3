/** A request and its answer on the Graph wire, as one end saw it: what the call inspector is made of. */

/**
 * Both halves report every message they send and receive, so the inspector works on Teams too.
 * `exchangeId` is the `client-request-id` of a bot's request, or the `X-Microsoft-Skype-Message-ID` of a
 * notification: the same at both ends. A report comes twice: when sent, and when answered.
 * Secrets (`Authorization`, recording tokens, client secrets) are cut out before it is made.
 */
export type WireExchange = {
  readonly exchangeId: string;
  readonly seenBy: 'bot' | 'switchboard';
  /** `command` goes from bot to service, `notification` from service to bot. */
  readonly direction: 'command' | 'notification';
  /** Graph's id of the call at this app; unknown while a token is fetched. */
  readonly callId?: string | undefined;
  readonly appId: string;
  readonly atMs: number;
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody?: string | undefined;
  readonly status?: number | undefined;
  readonly responseHeaders?: Readonly<Record<string, string>> | undefined;
  readonly responseBody?: string | undefined;
  readonly tookMs?: number | undefined;
  /** Why no answer came, in plain words. */
  readonly problem?: string | undefined;
};

/** Headers fit to be shown: whatever opens a door is replaced by its length. */
export function shownHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    [...headers].map(([name, value]) => [
      name,
      /^(authorization|cookie|set-cookie)$/i.test(name) ? `(${String(value.length)} characters, not shown)` : value,
    ]),
  );
}

/** A body fit to be shown: tokens and secrets are cut out, and what is too long is cut off. */
export function shownBody(body: string, limit = 20_000): string {
  const open = body
    .replace(/("(?:access_token|recordingAccessToken|client_secret|client_assertion|token)"\s*:\s*)"[^"]*"/g, '$1"(not shown)"')
    .replace(/((?:^|&)(?:client_secret|client_assertion)=)[^&]*/g, '$1(not shown)');
  return open.length <= limit ? open : `${open.slice(0, limit)}… (${String(open.length)} characters)`;
}
