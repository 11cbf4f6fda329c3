/** A person of the house as Graph's `user`. */
import type { Directory, PersonEntry } from '../../../../switchboard/directory.ts';
import type { SelectableUser, User } from '../../../../wire/graph/user.ts';
import { principalName } from '../around-command.ts';
import type { AroundSettings } from '../around-settings.ts';

type Wording = { readonly directory: Directory; readonly settings: AroundSettings };

/** What is not known of her is null. */
export function selectableUser(person: PersonEntry, wording: Wording): SelectableUser {
  const [givenName = null, ...rest] = person.name.trim().split(/\s+/);
  const upn = principalName(person, wording);
  return {
    id: person.userId,
    businessPhones: [person.number],
    displayName: person.name,
    givenName,
    jobTitle: null,
    mail: upn,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    surname: rest.length > 0 ? rest.join(' ') : null,
    userPrincipalName: upn,
    accountEnabled: true,
    mailNickname: upn.replace(/@.*/, ''),
    userType: 'Member',
  };
}

/** As it is without `$select`. */
export function plainUser({ accountEnabled: _enabled, mailNickname: _nickname, userType: _type, ...user }: SelectableUser): User {
  return user;
}
