/** What `rollcall --help` tells of recordings. */
export const recordingsHelp: string = `  rollcall recordings list [words]
                             What is kept: newest first, with the words in subject or names
  rollcall recordings show <id>
                             One of them, and who did what with it
  rollcall recordings hold <id> --reason <text>
  rollcall recordings release <id>
                             Legal hold: it cannot be deleted, neither by hand nor by time
  rollcall recordings keep <id> <days>|forever
  rollcall recordings erase <id>
                             Deletes it, and tells where it was looked for and is not any more
  rollcall recordings verify Whether the audit log is as it was written; exit code 1 if not
  rollcall recordings new-key
                             A new key in the key file; older ones open what they have sealed
                             (each of these with --json for programs)
`;
