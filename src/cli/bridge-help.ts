/** What `rollcall bridge` can be told. */
export const bridgeHelp: string = `  rollcall bridge check      Holds a media bridge to its document, rule by rule: your own, or another's
      --url <address>        The bridge: sessions are opened at <address>/sessions
      --token <token>        The application token of the bot (also ROLLCALL_BRIDGE_TOKEN)
      --driver <file>        Exports call(blob), which brings up a call for each check
      --only <words>         Checks with these words in their name alone
      --json                 Writes the report as JSON
`;
