/** Members: the program, levels, people, points. */
import type { Answer, Given, Row } from './shape'

export type MemberProgram = Answer<'/members/program'>
export type MemberLevel = MemberProgram['levels'][number]
export type ProgramForm = Given<'/members/program', 'put'>
export type LevelForm = ProgramForm['levels'][number]
export type ProgramPreview = Answer<'/members/program/preview', 'post'>
export type MemberRow = Row<'/members/people'>
export type MemberCard = Answer<'/members/people/{person_id}'>
export type PointsLine = Row<'/members/people/{person_id}/points'>
export type SkuPrices = Row<'/members/prices'>
export type OwnPrice = SkuPrices['prices'][number]
