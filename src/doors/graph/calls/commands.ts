/** The commands that are served, by method and path template: each reads its body, asks the switchboard, and answers as Graph does. */
import { answer, hangUp, keepAlive, readCall, redirect, reject, transfer } from './call-commands.ts';
import type { Serve } from '../command.ts';
import { createCall } from './create-call.ts';
import { logDeviceQuality } from './device-quality.ts';
import { startHoldMusic, stopHoldMusic } from './hold-commands.ts';
import { admitAllFromLobby, admitFromLobby, removeFromLobby } from './lobby-commands.ts';
import * as media from './media-commands.ts';
import * as participants from './participant-commands.ts';
import { startRecording, stopRecording } from './recording-commands.ts';
import * as groups from './routing-group-commands.ts';
import { changeScreenSharingRole, listSharing, readSharing } from './sharing-commands.ts';
import { startTranscription, stopTranscription } from './transcription-commands.ts';

export const commands: Readonly<Record<string, Serve>> = {
  'POST /communications/calls': createCall,
  'POST /communications/calls/logteleconferencedevicequality': logDeviceQuality,
  'GET /communications/calls/{id}': readCall,
  'DELETE /communications/calls/{id}': hangUp,
  'POST /communications/calls/{id}/answer': answer,
  'POST /communications/calls/{id}/reject': reject,
  'POST /communications/calls/{id}/redirect': redirect,
  'POST /communications/calls/{id}/transfer': transfer,
  'POST /communications/calls/{id}/keepalive': keepAlive,
  'POST /communications/calls/{id}/mute': media.mute,
  'POST /communications/calls/{id}/unmute': media.unmute,
  'POST /communications/calls/{id}/playprompt': media.playPrompt,
  'POST /communications/calls/{id}/recordresponse': media.recordResponse,
  'POST /communications/calls/{id}/record': media.recordResponse,
  'POST /communications/calls/{id}/cancelmediaprocessing': media.cancelMediaProcessing,
  'POST /communications/calls/{id}/subscribetotone': media.subscribeToTone,
  'POST /communications/calls/{id}/senddtmftones': media.sendDtmfTones,
  'POST /communications/calls/{id}/changescreensharingrole': changeScreenSharingRole,
  'POST /communications/calls/{id}/updaterecordingstatus': media.updateRecordingStatus,
  'POST /communications/calls/{id}/startrecording': startRecording,
  'POST /communications/calls/{id}/stoprecording': stopRecording,
  'POST /communications/calls/{id}/starttranscription': startTranscription,
  'POST /communications/calls/{id}/stoptranscription': stopTranscription,
  'GET /communications/calls/{id}/participants': participants.listParticipants,
  'POST /communications/calls/{id}/participants/invite': participants.invite,
  'POST /communications/calls/{id}/participants/muteall': participants.muteAll,
  'POST /communications/calls/{id}/participants/admitallfromlobby': admitAllFromLobby,
  'GET /communications/calls/{id}/participants/{id}': participants.readParticipant,
  'DELETE /communications/calls/{id}/participants/{id}': participants.removeParticipant,
  'POST /communications/calls/{id}/participants/{id}/mute': participants.muteParticipant,
  'POST /communications/calls/{id}/participants/{id}/startholdmusic': startHoldMusic,
  'POST /communications/calls/{id}/participants/{id}/stopholdmusic': stopHoldMusic,
  'POST /communications/calls/{id}/participants/{id}/admitfromlobby': admitFromLobby,
  'POST /communications/calls/{id}/participants/{id}/removefromlobby': removeFromLobby,
  'GET /communications/calls/{id}/audioroutinggroups': groups.listRoutingGroups,
  'POST /communications/calls/{id}/audioroutinggroups': groups.createRoutingGroup,
  'GET /communications/calls/{id}/audioroutinggroups/{id}': groups.readRoutingGroup,
  'PATCH /communications/calls/{id}/audioroutinggroups/{id}': groups.updateRoutingGroup,
  'DELETE /communications/calls/{id}/audioroutinggroups/{id}': groups.deleteRoutingGroup,
  'GET /communications/calls/{id}/contentsharingsessions': listSharing,
  'GET /communications/calls/{id}/contentsharingsessions/{id}': readSharing,
};

/** Of these Graph has nothing under `/v1.0`. */
export const betaOnly: readonly string[] = [
  'POST /communications/calls/{id}/record',
  'POST /communications/calls/{id}/startrecording',
  'POST /communications/calls/{id}/stoprecording',
  'POST /communications/calls/{id}/starttranscription',
  'POST /communications/calls/{id}/stoptranscription',
  'POST /communications/calls/{id}/participants/muteall',
  'POST /communications/calls/{id}/participants/admitallfromlobby',
  'POST /communications/calls/{id}/participants/{id}/admitfromlobby',
  'POST /communications/calls/{id}/participants/{id}/removefromlobby',
];
