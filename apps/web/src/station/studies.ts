import type {
  Page as StationPage,
  Study as StationStudy,
  StudyFigures as StationFigures,
  StudySession as StationSession,
} from '@fewgood/station/api';
import type {
  AppraiserFigures,
  Study,
  StudyApi,
  StudyFigures,
  StudyKappa,
  StudySession,
  StudyShare,
} from '../ports/study-api.ts';
import { thumbnailAddress } from './inspection-rows.ts';
import { uploadPicture } from './parts.ts';
import { ask, BASE, get, queryOf, send } from './request.ts';

/** Studies that are looked at: the newest matter. */
const NEWEST = 50;

/** Studies of a station. */
export const stationStudies: StudyApi = {
  stationName: 'station',
  list: async (partId, signal) => {
    const query = queryOf({ part: partId, limit: NEWEST });
    const { items } = await get<StationPage<StationStudy>>(`/studies${query}`, signal);
    return items.map(studyOf);
  },
  one: async (id, signal) => studyOf(await get(`/studies/${id}`, signal)),
  plan: async (partId, study) => studyOf(await send('POST', `/parts/${partId}/studies`, study)),
  upload: async (picture) => {
    const { sha256 } = await uploadPicture(picture);
    return { sha256, address: thumbnailAddress(sha256) };
  },
  session: async (id, appraiser, signal) =>
    sessionOf(await get(sessionPath(id, appraiser), signal)),
  pictureAddress: (id, appraiser, number) =>
    `${BASE}${sessionPath(id, appraiser)}/pictures/${String(number)}`,
  judge: async (id, appraiser, said) =>
    sessionOf(await send('POST', `${sessionPath(id, appraiser)}/judgements`, said)),
  judgeByStation: async (id) =>
    sessionOf(await ask(`/studies/${id}/station-judgements`, { method: 'POST' })),
  finish: async (id) => studyOf(await ask(`/studies/${id}/finish`, { method: 'POST' })),
  cancel: async (id) => studyOf(await ask(`/studies/${id}/cancel`, { method: 'POST' })),
  figures: async (id, signal) => figuresOf(await get(`/studies/${id}/figures`, signal)),
};

function sessionPath(id: string, appraiser: string): string {
  return `/studies/${id}/sessions/${encodeURIComponent(appraiser)}`;
}

function studyOf({ part, createdAt, endedAt, ...row }: StationStudy): Study {
  return { ...row, partId: part, created: createdAt, ended: endedAt };
}

function sessionOf({ done, of, next }: StationSession): StudySession {
  return { done, of, next };
}

function figuresOf({ criteria, appraisers, pairs, system, hash }: StationFigures): StudyFigures {
  return {
    criteria,
    hash,
    appraisers: appraisers.map(appraiserOf),
    pairs: pairs.map(({ first, second, kappa }) => ({ first, second, kappa: kappaOf(kappa) })),
    agreed: shareOf(system.agreed),
    effectiveness: shareOf(system.effectiveness),
    kappaBetween: system.kappaBetween && kappaOf(system.kappaBetween),
    observed: system.observed,
    shown: system.shown,
  };
}

function appraiserOf(row: StationFigures['appraisers'][number]): AppraiserFigures {
  const { name, effectiveness, missRate, falseAlarmRate, observed, shown, kappaWithin } = row;
  const { alwaysWrong, mixed } = row;
  return {
    name,
    rates: {
      effectiveness: shareOf(effectiveness),
      missRate: shareOf(missRate),
      falseAlarmRate: shareOf(falseAlarmRate),
    },
    by: observed.by,
    observed: observed.capability,
    shown: shown.capability,
    withinAppraiser: shareOf(row.withinAppraiser),
    kappaWithin: kappaWithin && kappaOf(kappaWithin),
    kappaReference: kappaOf(row.againstReference.kappa),
    alwaysWrong,
    mixed,
  };
}

function shareOf({ count, of, share, interval }: StationFigures['system']['agreed']): StudyShare {
  return { count, of, share, ...interval };
}

function kappaOf({ kappa, interval }: StationFigures['pairs'][number]['kappa']): StudyKappa {
  return { kappa, interval };
}
