# What node-gyp includes into every addon's build, for headers that came without it: compile as position-independent, optimised code.
{
  'target_defaults': {
    'default_configuration': 'Release',
    'configurations': {
      'Release': { 'defines': ['NDEBUG'], 'cflags': ['-O3'] },
    },
    'cflags': ['-fPIC', '-pthread'],
    'ldflags': ['-pthread', '-rdynamic'],
  },
}
