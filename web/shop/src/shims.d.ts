declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent<object, object, unknown>
  export default component
}

interface ImportMetaEnv {
  /** Where the server is, for the mini program, which has no address of its own: "https://shop.example.cn". */
  readonly VITE_ORIGIN?: string
  /** Which shop the mini program opens. */
  readonly VITE_SHOP?: string
}
