import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

/** Name of the cookie of a session. */
export const SESSION_COOKIE = 'fewgood_session';

/** What the browser sends; undefined if it sends none. */
export function sessionCookie(context: Context): string | undefined {
  return getCookie(context, SESSION_COOKIE);
}

/** Lets the browser keep it until it is closed: no script reads it, no other site makes it be sent. */
export function keepSession(context: Context, secret: string): void {
  setCookie(context, SESSION_COOKIE, secret, attributesOf(context));
}

/** Lets the browser forget it. */
export function forgetSession(context: Context): void {
  deleteCookie(context, SESSION_COOKIE, attributesOf(context));
}

function attributesOf({ req }: Context) {
  const secure = new URL(req.url).protocol === 'https:';
  return { path: '/', httpOnly: true, sameSite: 'Strict', secure } as const;
}
