/** Why calls end: the pairs of code and subcode that a terminated call's `resultInfo` carries. */
import { sources, type Row } from './explanation.ts';

const over = ['Nothing went wrong.'] as const;

/** Graph docs, api/call-delete, "Call end reason codes". */
const documented: Readonly<Record<string, Row>> = {
  '200/4097': ['The other side hung up.', over],
  '200/4521': ['The other side hung up.', over],
  '200/5000': ['Another participant removed the bot.', ['Somebody in the call did so by hand, or another app did.']],
  '200/5001': ['The conversation has ended.', over],
  '200/5002': ['Everybody else has hung up.', [...over, 'The caller may have done so before anybody answered.']],
  '200/5003': [
    'The conversation has ended.',
    [...over, 'Rollcall’s switchboard says it also when the call went on elsewhere: redirected, forwarded, or taken by another who rang.'],
  ],
  '200/5007': ['Whoever began the call has left it.', over],
  '200/5010': ['Only one participant was left.', ['The service ends a group call in which a bot is alone.']],
  '200/5012': ['Nobody was left in the call.', ['Only hidden participants, such as recorders, were left.', 'Only bots were left.']],
  '200/5013': ['Nobody joined.', ['Nobody came to the meeting within the service’s time.'], ['Join shortly before the meeting begins.']],
  '200/5014': [
    'Nobody who could be the host was there.',
    ['The meeting waits for a host, and none came.'],
    ['Let the organizer allow the conversation without a host, or join after the host.'],
  ],
  '200/5020': ['Nobody was left in the call.', ['Only hidden participants, such as recorders, were left.']],
  '200/5030': ['The time of the breakout room was up.', over],
  '200/5300': ['Another participant removed the bot.', ['Somebody in the call did so by hand, or another app did.']],
  '200/5855': [
    'Nobody let the bot in from the lobby in time.',
    ['The bot joined as a guest, and the lobby of the meeting does not let everybody pass.'],
    ['Ask somebody in the meeting to admit the bot.', 'Join with Calls.JoinGroupCall.All, or set who bypasses the lobby to everyone.'],
  ],
  '200/7000': ['The bot hung up.', [...over, 'Rollcall’s switchboard says it also of a call that the bot rejected.']],
  '200/7015': ['The caller was put through to somebody else.', over],
  '200/10550': ['The bot hung up.', over],
  '200/18503': ['The other side has left.', over],
  '200/540000': ['The other side hung up the phone.', over],
  '200/560000': ['The other side hung up the phone.', over],
  '0/7015': ['The caller was put through to somebody else.', over],
  '408/1106': [
    'The other side did not confirm the call in time.',
    [
      'The other side’s network went away while the call was set up.',
      'Rollcall’s switchboard says it to a bot that did not answer an incoming call within its 15 s.',
    ],
    ['Call again.'],
  ],
  '408/8537': [
    'The call was ended because the bot had not said for 45 minutes that it still needs it.',
    ['keepAlive was not sent, or was refused each time.', 'The bot’s machine slept, or lost the network.'],
    ['Send keepAlive every 15 minutes; Rollcall does it by itself.', 'Look in the bot’s log for refused keepAlive requests.'],
  ],
  '408/10057': [
    'No device of the other side answered the signalling.',
    ['The other side’s client is offline, asleep or was closed abruptly.'],
    ['Call again later, or send the call on to somebody else.'],
  ],
  '410/301005': [
    'Sound could not be connected.',
    ['A firewall between a participant and the service keeps UDP from passing.', 'A participant lost the network abruptly.'],
    ['Open UDP 3478–3481 to the service.', 'With app-hosted media: see that the media port is reachable from outside.'],
  ],
  '480/10037': [
    'The other side is not signed in anywhere.',
    [
      'The person has no Teams client open.',
      'It rang, and nobody answered: Graph has no code of its own for it, and Rollcall’s switchboard says this one.',
      'The bot that was called rejected the call: Rollcall’s switchboard says this one, too.',
      'The id is not that of a person who can be called.',
    ],
    ['Check the object id.', 'Call somebody else, or leave a message.'],
  ],
  '480/10076': [
    'The other side cannot be reached.',
    ['The person’s client was known to the service but has gone offline.'],
    ['Call again later.'],
  ],
  '480/10134': [
    'There is no way to route a call to the other side.',
    ['The number has no route in the tenant.', 'The person has no licence for calls.'],
    ['Check the calling plan and the voice routes of the tenant.'],
  ],
  '480/10199': [
    'The other side may not make private calls.',
    ['Private calling is switched off for the person in the tenant’s calling policy.'],
    ['Have an administrator change the Teams calling policy of the person.'],
  ],
  '500/1005': [
    'Sound between the service and the bot was lost.',
    ['With app-hosted media: the bot’s media endpoint went away or became unreachable.'],
    ['Look at the network and the load of the machine that has the media.'],
  ],
  '500/3003': ['The service had an internal fault.'],
  '500/7106': [
    'The service had an internal fault.',
    ['With app-hosted media: the service could not set up media with the bot, often because of the certificate.'],
    ['Check that the certificate’s name is that of the media address, that it is publicly trusted, and that its private key can be read.'],
  ],
  '500/7117': [
    'The service had an internal fault.',
    ['The service did not get through to the bot’s callback or media address in time.'],
    ['See that the callback answers 202 at once, and that every instance of the bot is reachable from outside.'],
  ],
  '500/9999': ['The service had an internal fault.'],
  '500/1203002': [
    'The service had an internal fault.',
    ['With app-hosted media: the service cannot connect to the bot’s media port.'],
    ['Test the media port from outside the bot’s network.', 'Use a current version of the media library.'],
  ],
};

/** Seen in reports only. */
const reported: Readonly<Record<string, Row>> = {
  '500/7112': [
    'The service could not set up media with the bot.',
    [
      'With app-hosted media: the media port that the bot announced cannot be reached from outside, or is mapped to another port.',
      'The certificate of the media endpoint is self-signed, or is for another name.',
      'A media library that is older than three months.',
    ],
    [
      'Check that the public media port leads to the port on which the media library listens.',
      'Use a certificate from a public authority whose name is that of the media address.',
      'Bots with service-hosted media have no media endpoint and do not meet this.',
    ],
  ],
  '500/3002': [
    'The service could not set up media with the bot.',
    ['With app-hosted media: the certificate or the media port.'],
    ['As for 500/7112: check the certificate’s name, its authority and the port.'],
  ],
  '500/1203003': [
    'The service could not set up media with the bot.',
    ['With app-hosted media behind a tunnel: the announced address does not lead to the media library.'],
    ['Check the name, the port and the certificate of the media address.'],
  ],
};

/** The same calling service, documented for another product. Code 0 is told as 200 on Graph. */
const elsewhere: Readonly<Record<string, Row>> = {
  '0/0': ['The call has ended.', over],
  '487/0': ['The call was called off before it was answered.', over],
  '603/0': ['The other side declined the call.', over],
  '487/10003': ['The call was answered on another device of the same person.', over],
  '487/10004': [
    'Nobody took the call in time.',
    ['No device of the other side accepted or declined while it rang.'],
    ['Call again later.'],
  ],
  '487/10024': ['Every device of the other side declined the call.', over],
  '403/510403': [
    'The call was blocked because it was marked as spam.',
    [],
    ['Have an administrator look at the numbers that are blocked.'],
  ],
  '487/540487': ['The call to the phone was called off before it was answered.', over],
  '486/560486': ['The phone that was called is busy.', ['The number is in another call, or has a technical fault.'], ['Call again later.']],
};

export const callEnds: readonly { readonly rows: Readonly<Record<string, Row>>; readonly source: string }[] = [
  { rows: documented, source: sources.callEnd },
  { rows: reported, source: sources.reports },
  { rows: elsewhere, source: sources.acsServer },
];

/** By the code alone, for pairs that nobody has described. */
export const callCodes: Readonly<Record<number, Row>> = {
  0: ['The call has ended.', over],
  200: ['The call has ended.', over],
  400: ['The call was not understood.', ['Something in the request that began the call is wrong.']],
  403: ['The call was refused.', ['The caller is blocked, or the app may not call there.']],
  404: ['Nobody has that number.', ['The id or the number does not exist in the tenant.']],
  408: ['Nobody answered in time.', ['Nobody took the call.', 'The other side’s network went away.']],
  410: ['Sound could not be connected.', ['A firewall, or the loss of the network.']],
  480: ['The other side cannot be reached at the moment.', ['The person is signed out, or does not take calls now.']],
  481: ['The call was not known at the other side any more.', ['It had ended there.']],
  486: ['The other side is busy.', ['The person is in another call.']],
  487: ['The call was called off before it was answered.', ['The caller hung up, or another device took the call.']],
  488: ['The two sides have no kind of sound in common.', ['The requested modalities or codecs are not supported there.']],
  490: ['The network of a participant went away.', ['A device lost its connection.']],
  500: ['The service had an internal fault.', ['Mostly a fault of the service; with app-hosted media often of the bot’s media endpoint.'], ['Try again; if it stays, give the call chain id to support.']],
  503: ['The service is not available at the moment.', ['Load or maintenance.'], ['Try again later.']],
  504: ['A part of the service did not answer in time.', ['Load or maintenance.'], ['Try again.']],
  600: ['The other side is busy everywhere.', ['The person is in another call on every device.']],
  603: ['The other side declined the call.', ['The person pressed decline.']],
}; // prettier-ignore
