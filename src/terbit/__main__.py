from terbit.cli import main

raise SystemExit(main())
