/** A person of the directory. Source: Graph docs, resources/user. */

/** What Graph gives without being asked for more, and what may be selected besides. */
export type User = {
  readonly '@odata.context'?: string | undefined;
  readonly id: string;
  readonly businessPhones: string[];
  readonly displayName: string;
  readonly givenName: string | null;
  readonly jobTitle: string | null;
  readonly mail: string;
  readonly mobilePhone: string | null;
  readonly officeLocation: string | null;
  readonly preferredLanguage: string | null;
  readonly surname: string | null;
  readonly userPrincipalName: string;
};

export type SelectableUser = User & {
  readonly accountEnabled: boolean;
  readonly mailNickname: string;
  readonly userType: 'Member';
};
