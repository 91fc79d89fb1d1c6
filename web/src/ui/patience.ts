import { configure } from '@testing-library/react'

// For tests: what is waited for may take as long on a busy machine as a test may.
configure({ asyncUtilTimeout: 30_000 })
