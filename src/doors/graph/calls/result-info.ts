/** Why things ended, in Graph's numbers. Source: Graph docs, call-delete "call end reason codes"; captured notifications. */
import type { LegEnd } from '../../../switchboard/call.ts';
import type { MediaTask, TaskEnd, TaskProblem } from '../../../switchboard/media-task.ts';
import type { ResultInfo } from '../../../wire/graph/call.ts';
import type { GraphSettings, ResultCode } from '../settings.ts';

/** What an app reads when its leg ends. Documented codes; where a case has none of its own, the nearest. */
export const callEnds: Readonly<Record<LegEnd, ResultCode>> = {
  hungUp: { code: 200, subcode: 7000 },
  otherHungUp: { code: 200, subcode: 5002 },
  cancelled: { code: 200, subcode: 5002 },
  declined: { code: 200, subcode: 5002 },
  otherDeclined: { code: 480, subcode: 10037 },
  nobodyAnswered: { code: 480, subcode: 10037 },
  otherRejected: { code: 480, subcode: 10037 },
  otherUnreachable: { code: 480, subcode: 10076 },
  takenElsewhere: { code: 200, subcode: 5003 },
  noAnswer: { code: 408, subcode: 1106 },
  forwarded: { code: 200, subcode: 5003 },
  rejected: { code: 200, subcode: 7000 },
  redirected: { code: 200, subcode: 5003 },
  transferred: { code: 0, subcode: 7015 },
  unreachable: { code: 480, subcode: 10076 },
  unknownNumber: { code: 480, subcode: 10134 },
  pageLost: { code: 200, subcode: 5002 },
  otherLost: { code: 410, subcode: 301005 },
  keepAliveMissed: { code: 408, subcode: 8537 },
  mediaFailed: { code: 500, subcode: 1005 },
  engineLost: { code: 500, subcode: 1005 },
  removed: { code: 200, subcode: 5000 },
  lobbyDenied: { code: 200, subcode: 5300 },
  lobbyTimedOut: { code: 200, subcode: 5855 },
  lastOneLeft: { code: 200, subcode: 5010 },
  nobodyJoined: { code: 200, subcode: 5013 },
  onlyAppsLeft: { code: 200, subcode: 5012 },
  othersLeft: { code: 200, subcode: 5002 },
  closed: { code: 500, subcode: 9999 },
};

/** Why somebody did not come who was invited, as whoever invited reads it: the ends of an own leg, seen from the other side. */
const asSeenByOther: Partial<Readonly<Record<LegEnd, LegEnd>>> = {
  declined: 'otherDeclined',
  noAnswer: 'nobodyAnswered',
  rejected: 'otherRejected',
  unreachable: 'otherUnreachable',
  hungUp: 'otherHungUp',
  pageLost: 'otherLost',
};

/** Why a call ended: `as` gives the numbers, `because` the words. */
export function callEndInfo(as: LegEnd, because: string, ownCodes: GraphSettings['callEnds']): ResultInfo {
  return withCode(ownCodes[as] ?? callEnds[as], as === 'transferred' ? 'GracefulTransferCompleted.' : because);
}

/** A transfer that failed: the call goes on. */
export function transferFailedInfo(because: string): ResultInfo {
  return withCode({ code: 500, subcode: 7000 }, because);
}

/** Why an invitation came to nothing. */
export function inviteFailedInfo(as: LegEnd, ownCodes: GraphSettings['callEnds']): ResultInfo {
  const seen = asSeenByOther[as] ?? as;
  const { code, subcode } = ownCodes[seen] ?? callEnds[seen];
  return plain({ code, subcode }, `Action failed, nobody who was invited came (${as}).`);
}

/** What has no more to say than that it went well. */
export const succeeded: ResultInfo = plain({ code: 200, subcode: 0 }, 'Action completed successfully.');

/** What the sound processes could not do. */
export function failedInfo({ kind, message }: TaskProblem, results: GraphSettings['results']): ResultInfo {
  const { code, text } = failure[kind](results);
  return plain(code, `Action failed, ${text}: ${message}`);
}

/** How an operation ended: Graph's status, its reason by name, its numbers. */
export function taskEndInfo(kind: MediaTask['kind'], end: TaskEnd, results: GraphSettings['results']): TaskEndInfo {
  switch (end.outcome) {
    case 'completed':
      return { status: 'completed', completionReason: 'completedSuccessfully', resultInfo: succeeded };
    case 'cancelled': {
      const completionReason = kind === 'record' ? 'operationCanceled' : 'mediaOperationCanceled';
      return {
        status: 'failed',
        completionReason,
        resultInfo: plain({ code: 400, subcode: 8508 }, 'Action failed, the operation was cancelled.'),
      };
    }
    case 'failed': {
      const whyNotRecorded = end.problem.kind === 'media' ? 'unspecifiedError' : 'playPromptFailed';
      const completionReason = kind === 'record' ? whyNotRecorded : 'unknown';
      return { status: 'failed', completionReason, resultInfo: failedInfo(end.problem, results) };
    }
    case 'recorded':
      return recorded[end.because](results);
  }
}

type TaskEndInfo = { readonly status: 'completed' | 'failed'; readonly completionReason: string; readonly resultInfo: ResultInfo };
type Results = GraphSettings['results'];

const failure = {
  download: (results: Results) => ({ code: results.promptDownloadFailed, text: 'file could not be downloaded' }),
  format: (results: Results) => ({ code: results.promptFormatInvalid, text: 'file format is invalid' }),
  media: (results: Results) => ({ code: results.mediaFailed, text: 'the sound process failed' }),
} as const;

const recorded: Readonly<Record<Extract<TaskEnd, { outcome: 'recorded' }>['because'], (results: Results) => TaskEndInfo>> = {
  stopTone: ({ stopTone }) => completed('stopToneDetected', stopTone, 'stop tone detected'),
  maxDuration: () => completed('maxRecordDurationReached', { code: 200, subcode: 8515 }, 'max record duration reached'),
  maxSilence: ({ maxSilence }) => completed('maxSilenceTimeout', maxSilence, 'max silence timeout reached'),
  initialSilence: ({ initialSilence }) => ({
    status: 'failed',
    completionReason: 'initialSilenceTimeout',
    resultInfo: plain(initialSilence, 'Action failed, initial silence timeout reached.'),
  }),
};

function completed(completionReason: string, code: ResultCode, text: string): TaskEndInfo {
  return { status: 'completed', completionReason, resultInfo: plain(code, `Action completed, ${text}.`) };
}

/** As on the wire: `<text> DiagCode: 0#5002.@`, where 0 stands for a good end. */
function withCode({ code, subcode }: ResultCode, text: string): ResultInfo {
  return plain({ code, subcode }, `${text} DiagCode: ${String(code === 200 ? 0 : code)}#${String(subcode)}.@`);
}

function plain({ code, subcode }: ResultCode, message: string): ResultInfo {
  return { '@odata.type': '#microsoft.graph.resultInfo', code, subcode, message };
}
