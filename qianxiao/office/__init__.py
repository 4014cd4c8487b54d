"""What every office needs: accounts, posts, scopes, the access trail."""
