/** Asking whether WeChat may tell the person of something: one tap allows one message a template. */

import { shallowRef } from 'vue'
import { giveAnswers, readPrompt } from '@/api/notices'
import { newKey } from '@/api/request'
import type { NoticePrompt, SubscribeAnswer } from '@/api/types'
import { signedIn } from './token'

const ANSWERS: readonly string[] = ['accept', 'reject', 'ban', 'filter']

/** What is asked at a moment (`order`, `team`). `prepare` long before the tap: WeChat asks only from within one. */
export function useNoticePrompt() {
  const prompt = shallowRef<NoticePrompt | null>(null)

  async function prepare(moment: string): Promise<void> {
    if (signedIn()) prompt.value = await readPrompt(moment).catch(() => null) // nothing is asked then
  }

  /** From a tap in the mini program; true when it was asked. Whatever is answered, the tap's own act goes on. */
  async function ask(): Promise<boolean> {
    // #ifdef MP-WEIXIN
    const tmplIds = prompt.value?.mini_template_ids ?? []
    if (!tmplIds.length) return false
    const said = await new Promise<object>((resolve) => {
      uni.requestSubscribeMessage({ tmplIds, success: resolve, fail: () => resolve({}) })
    })
    tell('mini', said)
    return true
    // #endif
    // #ifndef MP-WEIXIN
    return false
    // #endif
  }

  return { prompt, prepare, ask }
}

/** Reports what WeChat's question was answered with; lost reports come back by WeChat's own push. */
export function tell(app: 'mini' | 'official', said: unknown): void {
  const answers = answersOf(said)
  if (Object.keys(answers).length) giveAnswers(app, answers, newKey()).catch(() => undefined)
}

/**
 * The answers by template. The mini program says {"<template>": "accept", errMsg: …}; wx-open-subscribe says a JSON text
 * of {"<template>": "{\"status\":\"accept\"}"}. Pure.
 */
export function answersOf(said: unknown): Record<string, SubscribeAnswer> {
  const found: Record<string, SubscribeAnswer> = {}
  for (const [template, answer] of Object.entries(opened(said))) {
    const status = typeof answer === 'string' && ANSWERS.includes(answer) ? answer : opened(answer).status
    if (typeof status === 'string' && ANSWERS.includes(status)) found[template] = status as SubscribeAnswer
  }
  return found
}

function opened(text: unknown): Record<string, unknown> {
  if (text && typeof text === 'object') return text as Record<string, unknown>
  if (typeof text !== 'string' || !text.startsWith('{')) return {}
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}
