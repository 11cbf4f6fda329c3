/** The package has declarations, but its `exports` do not lead to them from a module. Its exports are searched, not named. */
declare module '@microsoft/teams.graph-endpoints/communications/calls' {
  const exported: Readonly<Record<string, unknown>>;
  export = exported;
}

declare module '@microsoft/teams.graph-endpoints/chats' {
  const exported: Readonly<Record<string, unknown>>;
  export = exported;
}

declare module '@microsoft/teams.graph-endpoints/communications' {
  const exported: Readonly<Record<string, unknown>>;
  export = exported;
}

declare module '@microsoft/teams.graph-endpoints/users/onlineMeetings' {
  const exported: Readonly<Record<string, unknown>>;
  export = exported;
}

declare module '@microsoft/teams.graph-endpoints/users/presence' {
  const exported: Readonly<Record<string, unknown>>;
  export = exported;
}
