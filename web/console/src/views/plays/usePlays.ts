/** The plays this shop can run, asked for once a visit. */
import { get } from '@/transport/request'
import type { PlayCard } from '@/transport/types'
import { useLoad, type Loaded } from '@/transport/use'

let asked: Promise<PlayCard[]> | null = null
let inTongue = ''

function read(tongue: string): Promise<PlayCard[]> {
  if (!asked || inTongue !== tongue) {
    inTongue = tongue
    asked = get<PlayCard[]>('/plays').catch((error: unknown) => {
      asked = null
      throw error
    })
  }
  return asked
}

export function usePlays(tongue: string): Loaded<PlayCard[]> & { name: (code: string) => string } {
  const loaded = useLoad(() => read(tongue))
  const name = (code: string): string => loaded.data.value?.find((play) => play.code === code)?.title ?? code
  return { ...loaded, name }
}
