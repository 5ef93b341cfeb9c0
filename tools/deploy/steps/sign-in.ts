import { localize } from '../../bootstrap/messages.js';
import { deployError, links } from '../errors.ts';
import { readCaller } from '../google/caller.ts';
import type { GoogleClient } from '../google/client.ts';
import { DISPLAY_NAME } from '../names.ts';
import { DeployFailed } from '../release/firebase-cli.ts';
import { stageConfig } from '../release/stage.ts';
import type { Change, Context, Step } from '../step.ts';
import { hostsOf } from './hosting-site.ts';

interface AuthConfig {
  readonly signIn?: { readonly email?: Enabled; readonly anonymous?: Enabled };
  readonly emailPrivacyConfig?: { readonly enableImprovedEmailPrivacy?: boolean };
  readonly authorizedDomains?: readonly string[];
}
interface Enabled {
  readonly enabled?: boolean;
}

const pathOf = (google: GoogleClient): string => `v2/projects/${google.project}`;
const readConfig = (google: GoogleClient): Promise<AuthConfig | undefined> =>
  google.optional('identitytoolkit', `${pathOf(google)}/config`);
const readGoogleProvider = (google: GoogleClient): Promise<Enabled | undefined> =>
  google.optional('identitytoolkit', `${pathOf(google)}/defaultSupportedIdpConfigs/google.com`);

const missingDomains = ({ authorizedDomains = [] }: AuthConfig, { facts }: Context): string[] =>
  hostsOf(facts).filter((host) => !authorizedDomains.includes(host));

const isPrivate = ({ emailPrivacyConfig }: AuthConfig): boolean =>
  emailPrivacyConfig?.enableImprovedEmailPrivacy === true;

/** Sign-in methods that Maru does not use and that would let in accounts without a verified address. */
const extraMethods = ({ signIn }: AuthConfig): string[] => [
  ...(signIn?.email?.enabled === true ? [localize('이메일·비밀번호', 'email and password')] : []),
  ...(signIn?.anonymous?.enabled === true ? [localize('익명', 'anonymous')] : []),
];

/** Google sign-in on, all else off; the app's domains; no way to find out which addresses have an account. */
export const signInMethods: Step = {
  id: 'sign-in',
  title: { ko: '로그인', en: 'Sign-in' },
  async plan(context): Promise<'done' | Change> {
    const { google } = context;
    const config = (await readConfig(google)) ?? {};
    const provider = await readGoogleProvider(google);
    const extra = extraMethods(config);
    const domains = missingDomains(config, context);
    const changes = [
      ...(provider?.enabled === true ? [] : [localize('Google 로그인을 켜요', 'turn on Google sign-in')]),
      ...(extra.length > 0
        ? [localize(`${extra.join(', ')} 로그인을 꺼요`, `turn off ${extra.join(' and ')} sign-in`)]
        : []),
      ...(isPrivate(config) ? [] : [localize('이메일 알아내기를 막아요', 'turn on email enumeration protection')]),
      ...(domains.length > 0
        ? [localize(`로그인할 수 있는 주소: ${domains.join(', ')}`, `authorized domains: ${domains.join(', ')}`)]
        : []),
    ];
    if (changes.length === 0) return 'done';
    const overwrites = localize(
      `다른 앱의 사람들이 ${extra.join(', ')} 로그인을 더는 쓰지 못해요`,
      `people of other apps can no longer sign in by ${extra.join(' or ')}`,
    );
    return { change: changes.join('; '), ...(extra.length > 0 && { overwrites }) };
  },
  async apply(context) {
    const { google } = context;
    const provider = await readGoogleProvider(google);
    if (provider === undefined) await turnOnGoogle(context);
    else if (provider.enabled !== true)
      await google.patch('identitytoolkit', `${pathOf(google)}/defaultSupportedIdpConfigs/google.com`, {
        query: { updateMask: 'enabled' },
        body: { enabled: true },
      });
    const config = (await readConfig(google)) ?? {};
    const domains = missingDomains(config, context);
    if (extraMethods(config).length === 0 && isPrivate(config) && domains.length === 0) return;
    await google.patch('identitytoolkit', `${pathOf(google)}/config`, {
      query: {
        updateMask:
          'signIn.email.enabled,signIn.anonymous.enabled,emailPrivacyConfig.enableImprovedEmailPrivacy,authorizedDomains',
      },
      body: {
        signIn: { email: { enabled: false }, anonymous: { enabled: false } },
        emailPrivacyConfig: { enableImprovedEmailPrivacy: true },
        authorizedDomains: [...(config.authorizedDomains ?? []), ...domains],
      },
    });
  },
};

/** Only firebase-tools can create the OAuth client: no documented API does. */
async function turnOnGoogle({ cli, google, facts }: Context): Promise<void> {
  const caller = await readCaller(google);
  // The address for questions of those who sign in: Google requires that of the person who is signed in.
  if (caller === undefined || caller.endsWith('.gserviceaccount.com'))
    throw turnOnByHand(google, localize('로그인한 사람의 이메일을 알 수 없어요', 'no person is signed in'));
  const googleSignIn = {
    oAuthBrandDisplayName: DISPLAY_NAME,
    supportEmail: caller,
    authorizedRedirectUris: hostsOf(facts).map((host) => `https://${host}/__/auth/handler`),
  };
  const folder = await stageConfig(google.project, 'sign-in', { auth: { providers: { googleSignIn } } });
  try {
    await cli.run(['deploy', '--only', 'auth'], folder);
  } catch (error) {
    throw error instanceof DeployFailed ? turnOnByHand(google, error.reason) : error;
  }
}

const turnOnByHand = (google: GoogleClient, reason: string): Error =>
  deployError(
    `Google 로그인을 자동으로 켜지 못했어요 (${reason}). 아래 주소에서 ‘Google’을 누르고 ‘사용 설정’과 ‘저장’을 누른 다음, 같은 명령을 다시 실행해 주세요.`,
    `Google sign-in could not be turned on automatically (${reason}). Open the link, press 'Google', 'Enable' and 'Save', and run the same command again.`,
    links.providers(google.project),
  );
