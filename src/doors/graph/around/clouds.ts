/** Microsoft's clouds as their documents name them: which hosts stand in links and documents. Source: Graph docs, deployments; Entra docs, authentication-national-cloud. */

export type CloudName = 'global' | 'usGovHigh' | 'usGovDod' | 'china';

export type Cloud = {
  /** Graph's own host: `msgraph_host` of OpenID configurations. */
  readonly graphHost: string;
  /** `cloud_instance_name`. */
  readonly instanceName: string;
  /** Of the directory's older interface: `cloud_graph_host_name`. */
  readonly directoryHost: string;
  /** What links to meetings begin with. */
  readonly teams: string;
  /** What Microsoft has not opened in this cloud, by a part of its path: the notes on national clouds at the pages. */
  readonly isWithout: readonly string[];
};

export const clouds: Readonly<Record<CloudName, Cloud>> = {
  global: {
    graphHost: 'graph.microsoft.com',
    instanceName: 'microsoftonline.com',
    directoryHost: 'graph.windows.net',
    teams: 'https://teams.microsoft.com',
    isWithout: [],
  },
  /** GCC High, "L4". */
  usGovHigh: {
    graphHost: 'graph.microsoft.us',
    instanceName: 'microsoftonline.us',
    directoryHost: 'graph.microsoftazure.us',
    teams: 'https://gov.teams.microsoft.us',
    isWithout: [],
  },
  /** Department of Defense, "L5". */
  usGovDod: {
    graphHost: 'dod-graph.microsoft.us',
    instanceName: 'microsoftonline.us',
    directoryHost: 'graph.microsoftazure.us',
    teams: 'https://dod.teams.microsoft.us',
    isWithout: [],
  },
  /** Run by 21Vianet. Cloud communications are not opened there. */
  china: {
    graphHost: 'microsoftgraph.chinacloudapi.cn',
    instanceName: 'partner.microsoftonline.cn',
    directoryHost: 'graph.chinacloudapi.cn',
    teams: 'https://teams.microsoftonline.cn',
    isWithout: ['onlinemeetings', 'callrecords', 'presence', 'presences', 'getpresencesbyuserid', 'adhoccalls'],
  },
};
